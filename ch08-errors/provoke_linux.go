package sockerrors

import (
	"context"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// systemThemes are the provocations made of raw system calls, for package net
// makes few of these mistakes, and deals itself with what is no failure.
func systemThemes() []theme {
	return []theme{wrongCalls, wrongTime, notFailures, options, limits, paths, ownNetwork, icmp}
}

// unobtainable are the errors of errno(3) with a socket's name that Linux's
// TCP, UDP and Unix sockets do not give, or that no example should provoke.
var unobtainable = []absence{
	{"ENFILE", "all descriptors of the machine: every program would suffer"},
	{"ENETRESET", "Winsock: keep-alive has failed; Linux and BSD say ETIMEDOUT"},
	{"EPFNOSUPPORT", "Linux says EAFNOSUPPORT of the domain, too"},
	{"ECANCELED", "of asynchronous calls: io_uring(7), aio(7), CancelIoEx"},
	{"EPROCLIM", "not an errno of Linux; BSD and Winsock name it"},
	{"EUSERS", "no protocol of the Internet family uses it"},
	{"EREMOTE", "of file systems, as ESTALE, EDQUOT and ENOTEMPTY are"},
}

// socket wraps socket(2); b closes it.
func (b *bench) socket(domain, kind, proto int) (fd int, err error) {
	fd, err = unix.Socket(domain, kind|unix.SOCK_CLOEXEC, proto)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	b.keepFD(fd)
	return fd, nil
}

func (b *bench) keepFD(fd int) {
	b.later(func() { _ = unix.Close(fd) }) // nothing is left in it to lose
}

// loopback is an address of this machine with that port.
func loopback(port int) *unix.SockaddrInet4 {
	return &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: port}
}

// bound makes a socket with an address and no listener, and says where.
func (b *bench) bound(kind int) (fd int, at *unix.SockaddrInet4, err error) {
	if fd, err = b.socket(unix.AF_INET, kind, 0); err != nil {
		return -1, nil, err
	}
	if err := unix.Bind(fd, loopback(0)); err != nil {
		return -1, nil, os.NewSyscallError("bind", err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return -1, nil, os.NewSyscallError("getsockname", err)
	}
	return fd, loopback(name.(*unix.SockaddrInet4).Port), nil
}

// onSocket is the run of a provocation that takes one fresh socket and one
// call. call names the call for the error.
func onSocket(kind int, call string, do func(fd int) error) func(context.Context, *bench) error {
	return func(_ context.Context, b *bench) error {
		fd, err := b.socket(unix.AF_INET, kind, 0)
		if err != nil {
			return err
		}
		return os.NewSyscallError(call, do(fd))
	}
}

// onThread runs f on a thread that no other goroutine runs on meanwhile. f
// says whether the thread is as it was; if not, it ends with the goroutine.
func onThread(f func() (restored bool, err error)) error {
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		restored, err := f()
		if restored {
			runtime.UnlockOSThread()
		}
		ended <- err
	}()
	return <-ended
}
