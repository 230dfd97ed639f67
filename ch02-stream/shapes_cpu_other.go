//go:build !linux

package stream

import "time"

// processCPU and threadCPU are 0: only Linux counts what one thread has used,
// without which the load's share cannot be told from the server's.
func processCPU() time.Duration { return 0 }

func threadCPU() time.Duration { return 0 }
