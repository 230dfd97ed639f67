package batching

import (
	"errors"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// A costStage is what the calls are made on: /dev/null, two UDP sockets, and a
// pipe in each direction to a thread that echoes.
type costStage struct {
	null, sender, sink int
	there, back        [2]int
	echo               sync.WaitGroup
}

// openCost opens it. The calls go past package net, and the descriptors are
// blocking ones: what is measured is the kernel.
func openCost() (*costStage, error) {
	s := &costStage{null: -1, sender: -1, sink: -1, there: [2]int{-1, -1}, back: [2]int{-1, -1}}
	var errs [6]error
	s.null, errs[0] = unix.Open(os.DevNull, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	s.sink, errs[1] = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	s.sender, errs[2] = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	errs[3] = unix.Pipe2(s.there[:], unix.O_CLOEXEC)
	errs[4] = unix.Pipe2(s.back[:], unix.O_CLOEXEC)
	err := errors.Join(errs[:]...)
	if err == nil {
		err = s.connect()
	}
	if err != nil {
		s.close()
		return nil, err
	}
	s.echo.Go(s.echoBytes)
	return s, nil
}

func (s *costStage) connect() error {
	if err := unix.Bind(s.sink, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return os.NewSyscallError("bind", err)
	}
	at, err := unix.Getsockname(s.sink)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	return os.NewSyscallError("connect", unix.Connect(s.sender, at))
}

// close ends the echoing thread, by the end of its pipe, and closes the rest.
func (s *costStage) close() {
	_ = unix.Close(s.there[1]) // of a descriptor that only this program holds, nothing is lost
	s.echo.Wait()
	for _, fd := range []int{s.null, s.sender, s.sink, s.there[0], s.back[0], s.back[1]} {
		_ = unix.Close(fd) // EBADF for what was never opened
	}
}

// echoBytes is the other thread: it sleeps in read(2) until a byte wakes it.
func (s *costStage) echoBytes() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var b [1]byte
	for {
		if n, err := unix.Read(s.there[0], b[:]); n == 0 || err != nil && err != unix.EINTR {
			return
		}
		if _, err := unix.Write(s.back[1], b[:]); err != nil {
			return
		}
	}
}

// drain empties the sink, so that the next round finds room in it.
func (s *costStage) drain() error {
	var b [1]byte
	for {
		switch _, _, err := unix.Recvfrom(s.sink, b[:], unix.MSG_DONTWAIT); err {
		case nil, unix.EINTR:
		case unix.EAGAIN:
			return nil
		default:
			return os.NewSyscallError("recvfrom", err)
		}
	}
}
