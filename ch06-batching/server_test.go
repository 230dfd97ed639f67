package batching

import (
	"context"
	"runtime"
	"testing"

	"sockbook/chapters/echotest"
)

// subjects are the chapter's server and client on either path, as the contract
// takes them.
func subject(plain bool) echotest.DatagramSubject {
	return echotest.DatagramSubject{
		Listen: func(ctx context.Context, addr string) (echotest.Server, error) {
			s, err := Listen(ctx, addr)
			if err != nil {
				return nil, err
			}
			s.Plain = plain
			return s, nil
		},
		Dial: func(ctx context.Context, addr string) (echotest.DatagramClient, error) {
			return Dial(ctx, addr)
		},
	}
}

func TestServer(t *testing.T) {
	t.Run("batched", func(t *testing.T) { echotest.Datagram(t, subject(false)) })
	t.Run("plain", func(t *testing.T) { echotest.Datagram(t, subject(true)) })
}

// An echoed datagram costs no memory that must be collected again.
func TestEchoDoesNotAllocate(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere each datagram costs one allocation, on the plain path")
	}
	t.Run("batched", func(t *testing.T) { echotest.DatagramNoAllocation(t, subject(false)) })
	t.Run("plain", func(t *testing.T) { echotest.DatagramNoAllocation(t, subject(true)) })
}
