package batching

import (
	"os"

	"golang.org/x/sys/unix"
)

// items are what is measured, from the cheapest.
func (s *costStage) items() []costItem {
	var from, to [1400]byte
	return []costItem{
		{name: "a call of a Go function", turns: 10_000, do: times(func() error { return nothingAtAll() })},
		{name: "a copy of 1400 bytes", turns: 10_000, do: times(func() error { copy(to[:], from[:]); return nil })},
		{name: costUnit, turns: 2000, do: times(func() error {
			// RawSyscall tells Go's scheduler nothing: this is the way into
			// the kernel and out, and next to no work there.
			_, _, _ = unix.RawSyscall(unix.SYS_GETPPID, 0, 0, 0) // never fails
			return nil
		})},
		{name: "getppid, Go's scheduler told", turns: 2000, do: times(func() error {
			_, _, _ = unix.Syscall(unix.SYS_GETPPID, 0, 0, 0) // never fails
			return nil
		})},
		{name: "write of 1 byte to /dev/null", turns: 2000, do: times(func() error {
			_, err := unix.Write(s.null, from[:1])
			return os.NewSyscallError("write", err)
		})},
		// So few that the receive buffer holds them: a datagram for which there
		// is no room is dropped, at another price.
		{name: "send of 1 byte, UDP", turns: 64, after: s.drain, do: times(s.send(from[:1]))},
		{name: "send of 1400 bytes, UDP", turns: 64, after: s.drain, do: times(s.send(from[:]))},
		{name: "one goroutine wakes another, a channel", turns: 2000, do: handOver},
		{name: "one thread wakes another, a pipe", turns: 200, do: s.wake},
	}
}

// times makes of one turn a loop of them.
func times(turn func() error) func(n int) error {
	return func(n int) error {
		for range n {
			if err := turn(); err != nil {
				return err
			}
		}
		return nil
	}
}

//go:noinline
func nothingAtAll() error { return nil }

func (s *costStage) send(p []byte) func() error {
	return func() error {
		_, err := unix.Write(s.sender, p)
		return os.NewSyscallError("write", err)
	}
}

// handOver passes a token between two goroutines, n times in all. Neither is
// bound to a thread, so that the scheduler may run both on one.
func handOver(n int) error {
	there, back, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		for range there {
			back <- struct{}{}
		}
		close(over)
	}()
	go func() {
		for range n / 2 {
			there <- struct{}{}
			<-back
		}
		close(there)
	}()
	<-over
	return nil
}

// wake passes a byte between two threads, n times in all: each time a write, a
// read, and a thread that slept in it until it was woken.
func (s *costStage) wake(n int) error {
	var b [1]byte
	for range n / 2 {
		if _, err := unix.Write(s.there[1], b[:]); err != nil {
			return os.NewSyscallError("write", err)
		}
		_, err := unix.Read(s.back[0], b[:])
		for err == unix.EINTR { // a signal of the Go scheduler's
			_, err = unix.Read(s.back[0], b[:])
		}
		if err != nil {
			return os.NewSyscallError("read", err)
		}
	}
	return nil
}
