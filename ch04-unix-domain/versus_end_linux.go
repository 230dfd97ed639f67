package unixdomain

import (
	"errors"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// An end is what one of the two programs holds: blocking descriptors to read
// from and to write to, the same one twice unless the way is two pipes.
type end struct{ r, w int }

func (e end) close() {
	_ = unix.Close(e.r)
	if e.w != e.r {
		_ = unix.Close(e.w)
	}
}

// between runs both in turns, and returns how long it took until they were
// done. Each has a thread of its own, and both share one processor: on two, the
// same exchange takes now twice and now half the time, as the kernel happens to
// place the threads and to let a processor sleep.
func between(left, right func() error) (time.Duration, error) {
	var processor unix.CPUSet
	if err := firstProcessor(&processor); err != nil {
		return 0, err
	}
	results := make(chan error, 2)
	begin := time.Now()
	for _, half := range []func() error{right, left} {
		go func() {
			// The thread is not unlocked, and so ends here, and what was
			// changed about it with it (package runtime, "LockOSThread").
			runtime.LockOSThread()
			if err := unix.SchedSetaffinity(0, &processor); err != nil {
				results <- os.NewSyscallError("sched_setaffinity", err)
				return
			}
			results <- half()
		}()
	}
	err := errors.Join(<-results, <-results)
	return time.Since(begin), err
}

// firstProcessor is the first of those that we may run on.
func firstProcessor(first *unix.CPUSet) error {
	var all unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return os.NewSyscallError("sched_getaffinity", err)
	}
	for cpu := 0; ; cpu++ { // there is one, for we run
		if all.IsSet(cpu) {
			first.Set(cpu)
			return nil
		}
	}
}

// ask sends a question and waits for the answer, n times; answer is the peer.
func (e end) ask(n int) error {
	buf := make([]byte, question)
	for range n {
		if err := errors.Join(e.write(buf), e.read(buf)); err != nil {
			return err
		}
	}
	return nil
}

func (e end) answer(n int) error {
	buf := make([]byte, question)
	for range n {
		if err := errors.Join(e.read(buf), e.write(buf)); err != nil {
			return err
		}
	}
	return nil
}

// pour writes n bytes, and waits for the reader's word that it has them: the
// last counts like the first. swallow is the peer.
func (e end) pour(n, window int) error {
	buf := make([]byte, chunk)
	for i := range n / chunk {
		if err := e.write(buf); err != nil {
			return err
		}
		if waitsAfter(i, n, window) {
			if err := e.read(buf[:1]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e end) swallow(n, window int) error {
	buf := make([]byte, chunk)
	for i := range n / chunk {
		if err := e.read(buf); err != nil {
			return err
		}
		if waitsAfter(i, n, window) {
			if err := e.write(buf[:1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitsAfter reports whether the writer waits after chunk i of n bytes.
func waitsAfter(i, n, window int) bool {
	return i == n/chunk-1 || window > 0 && i%window == window-1
}

// read fills p, in as many reads as it takes: of datagrams, that is one.
func (e end) read(p []byte) error {
	for len(p) > 0 {
		n, err := unix.Read(e.r, p)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return os.NewSyscallError("read", err)
		case n == 0:
			return io.ErrUnexpectedEOF
		}
		p = p[n:]
	}
	return nil
}

func (e end) write(p []byte) error {
	for len(p) > 0 {
		n, err := unix.Write(e.w, p)
		if err != nil && err != unix.EINTR {
			return os.NewSyscallError("write", err)
		}
		p = p[max(n, 0):]
	}
	return nil
}
