//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A keptSet is a kqueue (kqueue(2)): the kernel keeps the set, notes for each
// descriptor as it becomes ready, and hands over those that are.
type keptSet struct {
	fd, added, handed int
}

func newKeptSet() (*keptSet, error) {
	fd, err := unix.Kqueue()
	if err != nil {
		return nil, os.NewSyscallError("kqueue", err)
	}
	unix.CloseOnExec(fd)
	return &keptSet{fd: fd}, nil
}

func (k *keptSet) close() { _ = unix.Close(k.fd) } // nothing is buffered in it

func (k *keptSet) add(fd int) error {
	k.added++
	var change [1]unix.Kevent_t
	unix.SetKevent(&change[0], fd, unix.EVFILT_READ, unix.EV_ADD)
	_, err := unix.Kevent(k.fd, change[:], nil, nil)
	return os.NewSyscallError("kevent", err)
}

func (k *keptSet) wait() ([]int, error) {
	events := make([]unix.Kevent_t, crowd)
	limit := unix.NsecToTimespec(patience.Nanoseconds())
	for {
		n, err := unix.Kevent(k.fd, nil, events, &limit)
		if err == unix.EINTR {
			continue
		}
		ready := make([]int, 0, crowd)
		for _, e := range events[:max(n, 0)] {
			ready = append(ready, int(e.Ident))
		}
		k.handed = len(ready)
		return ready, os.NewSyscallError("kevent", err)
	}
}

func (k *keptSet) prepared() string {
	return fmt.Sprintf("kqueue: 1 kqueue, %d kevent", k.added)
}

func (k *keptSet) waited() string { return fmt.Sprintf("1 kevent, %d entries back", k.handed) }

// showNetpoller has nothing to show: a kqueue's set cannot be listed.
func showNetpoller(context.Context, io.Writer) error { return nil }
