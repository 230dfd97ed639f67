//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package bsdapi

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// BenchmarkWait is one turn of a server of whose connections one is busy: wait
// for it among the idle ones, and read.
func BenchmarkWait(b *testing.B) {
	for _, idle := range []int{0, 10, 100, 1000} {
		for _, kind := range []struct {
			name string
			new  func() (waitSet, error)
		}{
			{"poll", func() (waitSet, error) { return &passedSet{}, nil }},
			{"kept", func() (waitSet, error) { return newKeptSet() }},
		} {
			b.Run(fmt.Sprintf("idle=%d/%s", idle, kind.name), func(b *testing.B) {
				set, err := kind.new()
				require.NoError(b, err)
				if kept, ok := set.(*keptSet); ok {
					defer kept.close()
				}
				benchWait(b, set, idle)
			})
		}
	}
}

func benchWait(b *testing.B, set waitSet, idle int) {
	var s sockets
	defer s.closeAll()
	var client, server int
	for range idle + 1 {
		var err error
		client, server, err = s.pair()
		if errors.Is(err, unix.EMFILE) {
			b.Skip("too few descriptors; ulimit -n 4096 allows more")
		}
		require.NoError(b, err)
		require.NoError(b, set.add(server))
	}
	one := make([]byte, 1)
	for b.Loop() {
		_, err := unix.Write(client, one)
		require.NoError(b, err)
		ready, err := set.wait()
		require.NoError(b, err)
		require.Equal(b, []int{server}, ready)
		_, err = unix.Read(server, one)
		require.NoError(b, err)
	}
}
