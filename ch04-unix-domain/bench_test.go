package unixdomain

import (
	"testing"

	"sockbook/chapters/echotest"
)

func BenchmarkEcho(b *testing.B) { echotest.Bench(b, subject(b)) }

// An echoed message costs no memory that must be collected again.
func TestEchoDoesNotAllocate(t *testing.T) { echotest.NoAllocation(t, subject(t)) }
