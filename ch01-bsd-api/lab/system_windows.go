package byhand

import (
	"os"
	"syscall"
	"unsafe"
)

// Winsock has numbers of its own: WSAEINTR, and for a peer that gave up before
// accept took its connection WSAECONNRESET.
const (
	Interrupted = syscall.Errno(10004)
	Aborted     = syscall.Errno(10054)
)

// Kernel is the one that this program runs on, by way of Winsock.
var Kernel System = start()

// A kernel makes the calls of ws2_32.dll, which need WSAStartup first.
type kernel struct{ unusable error }

// start asks for Winsock 2.2; the minor version is in the high byte.
func start() System {
	var data syscall.WSAData
	return kernel{os.NewSyscallError("WSAStartup", syscall.WSAStartup(0x0202, &data))}
}

var winsock = syscall.NewLazyDLL("ws2_32.dll")

// call makes a call that returns -1, SOCKET_ERROR or INVALID_SOCKET, when it
// fails. The error is then what WSAGetLastError would say.
//
//go:uintptrescapes
func (k kernel) call(name string, args ...uintptr) (int, error) {
	if k.unusable != nil {
		return -1, k.unusable
	}
	result, _, errno := winsock.NewProc(name).Call(args...)
	if int32(result) == -1 {
		return -1, os.NewSyscallError(name, errno)
	}
	return int(result), nil
}

func (k kernel) Socket(family, kind, protocol int) (Socket, error) {
	s, err := k.call("socket", uintptr(family), uintptr(kind), uintptr(protocol))
	return Socket(s), err
}

func (k kernel) Bind(s Socket, addr []byte) error {
	_, err := k.call("bind", uintptr(s), uintptr(unsafe.Pointer(unsafe.SliceData(addr))), uintptr(len(addr)))
	return err
}

func (k kernel) Listen(s Socket, backlog int) error {
	_, err := k.call("listen", uintptr(s), uintptr(backlog))
	return err
}

func (k kernel) Accept(listener Socket) (Socket, error) {
	conn, err := k.call("accept", uintptr(listener), 0, 0)
	return Socket(conn), err
}

func (k kernel) Getsockname(s Socket, room []byte) (int, error) {
	size := int32(len(room))
	_, err := k.call("getsockname", uintptr(s), uintptr(unsafe.Pointer(unsafe.SliceData(room))), uintptr(unsafe.Pointer(&size)))
	if err != nil {
		return -1, err
	}
	return int(size), nil
}

func (k kernel) Connect(s Socket, addr []byte) error {
	_, err := k.call("connect", uintptr(s), uintptr(unsafe.Pointer(unsafe.SliceData(addr))), uintptr(len(addr)))
	return err
}

func (k kernel) Recv(conn Socket, p []byte) (int, error) {
	return k.call("recv", uintptr(conn), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0)
}

func (k kernel) Send(conn Socket, p []byte) (int, error) {
	return k.call("send", uintptr(conn), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0)
}

func (k kernel) Shutdown(conn Socket, how int) error {
	_, err := k.call("shutdown", uintptr(conn), uintptr(how))
	return err
}

func (k kernel) Close(s Socket) error {
	_, err := k.call("closesocket", uintptr(s))
	return err
}
