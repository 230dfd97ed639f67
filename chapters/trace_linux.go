package chapters

import (
	"bufio"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A traceLog is a FIFO (fifo(7)) into which strace writes while it is read.
// strace opens it by name and does not hand it down, as it would a descriptor
// of ours: the example's descriptors have the numbers that they always have.
type traceLog struct {
	dir, path     string
	reader, guard *os.File // guard holds the FIFO open until strace, too, is done
}

func newTraceLog() (*traceLog, error) {
	dir, err := os.MkdirTemp("", "trace")
	if err != nil {
		return nil, err
	}
	l := &traceLog{dir: dir, path: filepath.Join(dir, "log")}
	if err := l.open(); err != nil {
		l.remove()
		return nil, err
	}
	return l, nil
}

// open makes the FIFO and opens both ends: the one for reading first, and
// without waiting, for an open for writing waits for a reader.
func (l *traceLog) open() (err error) {
	if err := unix.Mkfifo(l.path, 0o600); err != nil {
		return &os.PathError{Op: "mkfifo", Path: l.path, Err: err}
	}
	if l.reader, err = os.OpenFile(l.path, os.O_RDONLY|unix.O_NONBLOCK, 0); err != nil {
		return err
	}
	l.guard, err = os.OpenFile(l.path, os.O_WRONLY, 0)
	return err
}

// each calls see with each line until end, and after it with those that are
// left.
func (l *traceLog) each(see func(line string)) error {
	lines := bufio.NewScanner(l.reader)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		see(lines.Text())
	}
	return lines.Err()
}

// end lets each return once everything is read.
func (l *traceLog) end() { _ = l.guard.Close() } // nothing was written through it

func (l *traceLog) remove() {
	for _, f := range []*os.File{l.reader, l.guard} {
		if f != nil {
			_ = f.Close() // guard twice, if end was called
		}
	}
	_ = os.RemoveAll(l.dir) // what is left in the folder for temporary files is the system's to remove
}

// traceRemedy is what would let strace trace (ptrace(2), "Ptrace access mode
// checking", and the Yama security module).
func traceRemedy() string {
	switch read("/proc/sys/kernel/yama/ptrace_scope") {
	case "2":
		return "sudo sysctl -w kernel.yama.ptrace_scope=1"
	case "3":
		return "set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and restart: it cannot be lowered before"
	}
	return "in a container, docker run --cap-add=SYS_PTRACE …"
}
