package bsdapi

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// A keptSet is epoll's (epoll(7)): the kernel keeps the set, notes for each
// descriptor as it becomes ready, and hands over those that are.
type keptSet struct {
	fd, added, handed int
}

func newKeptSet() (*keptSet, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return &keptSet{fd: fd}, os.NewSyscallError("epoll_create1", err)
}

func (k *keptSet) close() { _ = unix.Close(k.fd) } // nothing is buffered in it

func (k *keptSet) add(fd int) error {
	k.added++
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}
	return os.NewSyscallError("epoll_ctl", unix.EpollCtl(k.fd, unix.EPOLL_CTL_ADD, fd, &event))
}

func (k *keptSet) wait() ([]int, error) {
	events := make([]unix.EpollEvent, crowd)
	for {
		n, err := unix.EpollWait(k.fd, events, int(patience.Milliseconds()))
		if err == unix.EINTR {
			continue
		}
		ready := make([]int, 0, crowd)
		for _, e := range events[:max(n, 0)] {
			ready = append(ready, int(e.Fd))
		}
		k.handed = len(ready)
		return ready, os.NewSyscallError("epoll_wait", err)
	}
}

func (k *keptSet) prepared() string {
	return fmt.Sprintf("epoll: 1 epoll_create1, %d epoll_ctl", k.added)
}

func (k *keptSet) waited() string { return fmt.Sprintf("1 epoll_wait, %d entries back", k.handed) }
