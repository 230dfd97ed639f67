package bsdapi

import (
	"runtime"
	"testing"

	"sockbook/chapters/echotest"
)

func BenchmarkEcho(b *testing.B) { echotest.Bench(b, subject) }

// An echoed message costs no memory that must be collected again.
func TestEchoDoesNotAllocate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what WSARecv and WSASend point to is on the heap: x/sys says of neither that it keeps nothing")
	}
	echotest.NoAllocation(t, subject)
}
