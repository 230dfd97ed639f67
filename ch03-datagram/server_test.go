package datagram

import (
	"context"
	"testing"

	"sockbook/chapters/echotest"
)

// subject is the chapter's server and client, as the contract takes them.
var subject = echotest.DatagramSubject{
	Listen: func(ctx context.Context, addr string) (echotest.Server, error) {
		s, err := Listen(ctx, addr)
		if err != nil {
			return nil, err
		}
		s.Budget = 0
		return s, nil
	},
	Dial: func(ctx context.Context, addr string) (echotest.DatagramClient, error) {
		return Dial(ctx, addr)
	},
}

func TestServer(t *testing.T) { echotest.Datagram(t, subject) }

func BenchmarkEcho(b *testing.B) { echotest.DatagramBench(b, subject) }

// An echoed datagram costs no memory that must be collected again.
func TestEchoDoesNotAllocate(t *testing.T) { echotest.DatagramNoAllocation(t, subject) }
