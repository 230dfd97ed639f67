//go:build unix

package unixdomain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a stranger's bytes are, no files come of them.
func FuzzReceiveFiles(f *testing.F) {
	for _, seed := range []string{"", "\x00", "\x00\x00", "\x00\x01a", "\x00\x03a:b", "\xff\xffa", "\x00\x01:"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		if len(message) > 4096 {
			return // more than the socket's buffer might hold
		}
		conn, far, err := streamPair()
		require.NoError(t, err)
		defer conn.Close()
		peer, err := unixConn(far)
		require.NoError(t, err)
		_, err = peer.Write(message)
		require.NoError(t, err)
		require.NoError(t, peer.Close())
		files, err := ReceiveFiles(conn, MaxFiles)
		require.Empty(t, files)
		empty := strings.HasPrefix(string(message), "\x00\x00")
		require.Equal(t, empty, err == nil, "only an empty list is a message without descriptors")
	})
}

// A list that is read is, written again, the same list.
func FuzzListenNames(f *testing.F) {
	for _, seed := range []string{"", "web", "web:admin", ":", "a b", "\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		names, err := splitNames(list)
		if err != nil || len(names) == 0 {
			return
		}
		files := make([]Named, len(names))
		for i, name := range names {
			files[i].Name = name
		}
		vars, err := listenEnv(files)
		require.NoError(t, err)
		require.Equal(t, listenNames+"="+list, vars[1])
	})
}
