package stream

import (
	"time"

	"golang.org/x/sys/unix"
)

// processCPU is the CPU time, user and system, that this process has used and
// those children of it that have ended and been waited for (getrusage(2)).
func processCPU() time.Duration { return usage(unix.RUSAGE_SELF) + usage(unix.RUSAGE_CHILDREN) }

// threadCPU is what the calling thread has used (getrusage(2), Linux 2.6.26).
func threadCPU() time.Duration { return usage(unix.RUSAGE_THREAD) }

func usage(who int) time.Duration {
	var ru unix.Rusage
	if unix.Getrusage(who, &ru) != nil {
		return 0 // EINVAL alone is possible: a who unknown to the kernel
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}
