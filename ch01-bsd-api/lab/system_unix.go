//go:build darwin || freebsd || (linux && !386 && !s390x)

package byhand

import (
	"os"
	"syscall"
	"unsafe"
)

const (
	Interrupted = syscall.EINTR
	Aborted     = syscall.ECONNABORTED
)

// Kernel is the one that this program runs on.
var Kernel System = kernel{}

// A kernel has package syscall make the calls. Where an address is in them it
// goes in and out as bytes: syscall.Bind and its like would make the bytes
// themselves.
type kernel struct{}

func (kernel) Socket(family, kind, protocol int) (Socket, error) {
	syscall.ForkLock.RLock() // no child may be started before the next call
	defer syscall.ForkLock.RUnlock()
	fd, err := syscall.Socket(family, kind, protocol)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return Socket(fd), os.NewSyscallError("socket", err)
}

func (kernel) Bind(s Socket, addr []byte) error {
	return give("bind", syscall.SYS_BIND, s, addr)
}

func (kernel) Connect(s Socket, addr []byte) error {
	return give("connect", syscall.SYS_CONNECT, s, addr)
}

// give makes a call that takes a descriptor, an address and its length.
func give(name string, call uintptr, s Socket, addr []byte) error {
	_, _, errno := syscall.Syscall(call, uintptr(s), uintptr(unsafe.Pointer(unsafe.SliceData(addr))), uintptr(len(addr)))
	if errno != 0 {
		return os.NewSyscallError(name, errno)
	}
	return nil
}

func (kernel) Getsockname(s Socket, room []byte) (int, error) {
	size := uint32(len(room))
	_, _, errno := syscall.Syscall(syscall.SYS_GETSOCKNAME, uintptr(s),
		uintptr(unsafe.Pointer(unsafe.SliceData(room))), uintptr(unsafe.Pointer(&size)))
	if errno != 0 {
		return -1, os.NewSyscallError("getsockname", errno)
	}
	return int(size), nil
}

func (kernel) Listen(s Socket, backlog int) error {
	return os.NewSyscallError("listen", syscall.Listen(int(s), backlog))
}

func (kernel) Accept(listener Socket) (Socket, error) {
	fd, _, err := syscall.Accept(int(listener))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return Socket(fd), os.NewSyscallError("accept", err)
}

// Recv is read(2), which is recv(2) without flags.
func (kernel) Recv(conn Socket, p []byte) (int, error) {
	n, err := syscall.Read(int(conn), p)
	return n, os.NewSyscallError("recv", err)
}

// Send is write(2), which is send(2) without flags.
func (kernel) Send(conn Socket, p []byte) (int, error) {
	n, err := syscall.Write(int(conn), p)
	return n, os.NewSyscallError("send", err)
}

func (kernel) Shutdown(conn Socket, how int) error {
	return os.NewSyscallError("shutdown", syscall.Shutdown(int(conn), how))
}

func (kernel) Close(s Socket) error {
	return os.NewSyscallError("close", syscall.Close(int(s)))
}
