package fake

import "testing"

func TestEcho(t *testing.T)      {}
func BenchmarkEcho(b *testing.B) {}
