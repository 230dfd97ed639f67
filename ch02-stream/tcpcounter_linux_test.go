package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindCounter(t *testing.T) {
	const text = "TcpExt: SyncookiesSent TCPAbortOnData\nTcpExt: 3 17\nIpExt: TCPAbortOnData\nIpExt: 9\n"
	n, err := findCounter(text, "TcpExt:", "TCPAbortOnData")
	require.NoError(t, err)
	assert.EqualValues(t, 17, n)
	n, err = findCounter(text, "IpExt:", "TCPAbortOnData")
	require.NoError(t, err)
	assert.EqualValues(t, 9, n, "each group has names of its own")
	for _, bad := range []string{"", "TcpExt: A B\nTcpExt: 1", "TcpExt: B\nTcpExt: x"} {
		_, err := findCounter(bad, "TcpExt:", "B")
		assert.Error(t, err, "%q counts no B", bad)
	}
}
