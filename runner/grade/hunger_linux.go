package grade

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// maxHeld is what the processes of a shelter may hold together, in bytes:
// compiling takes less than one GiB, and two tests at a time have one each.
const maxHeld = 4 << 30

// offer makes this process, and all that it starts, those that the kernel ends
// first when memory runs out (oom_score_adj, proc(5)). To take that back one
// would have to write to /proc.
func offer() error {
	return os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
}

// starve ends the shelter, of which this is the first process, when all that
// is in it holds more than most bytes. It looks ten times a second, and counts
// what is shared as often as it is mapped.
func starve(most int64) {
	for range time.Tick(100 * time.Millisecond) {
		if all := held(); all > most {
			fmt.Fprintf(os.Stderr, "the submission's processes held more than %d MiB\n", most>>20)
			os.Exit(1)
		}
	}
}

// held is how much memory all processes have that are to be seen, in bytes:
// the second number of /proc/PID/statm, in pages (proc_pid_statm(5)).
func held() (bytes int64) {
	list, _ := filepath.Glob("/proc/[0-9]*/statm")
	for _, name := range list {
		text, _ := os.ReadFile(name) // it may have ended
		var size, pages int64
		_, _ = fmt.Sscan(string(text), &size, &pages)
		bytes += pages * int64(os.Getpagesize())
	}
	return bytes
}
