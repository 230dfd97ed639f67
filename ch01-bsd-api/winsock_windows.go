package bsdapi

import (
	"os"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Of Winsock's calls x/sys has most; these it leaves out.
var (
	ws2        = windows.NewLazySystemDLL("ws2_32.dll")
	procAccept = ws2.NewProc("accept")
	procPoll   = ws2.NewProc("WSAPoll")
)

// startUp wraps WSAStartup, which a program calls before any other: it begins
// the use of the library and agrees on a version, here 2.2. Package net has
// called it already; calls are counted, and each has its own WSACleanup, which
// a program that uses sockets to its end leaves to the system.
var startUp = sync.OnceValue(func() error {
	var data windows.WSAData
	// It returns its error: WSAGetLastError is not to be asked for this one.
	return os.NewSyscallError("WSAStartup", windows.WSAStartup(2<<8|2, &data))
})

// lastError is what WSAGetLastError says of the call just made. Go asks right
// after each call, on the same thread, and LazyProc.Call returns it.
func lastError(err error) error {
	if errno, ok := err.(syscall.Errno); ok && errno != 0 {
		return errno
	}
	return windows.WSAEINVAL // a call that failed must not look like success
}

// acceptSocket wraps accept. Winsock has no accept4: what it returns has the
// listener's properties, FIONBIO among them, and can be inherited by a child
// until it is told otherwise.
func acceptSocket(listener handle, from *windows.RawSockaddrAny) (handle, error) {
	size := int32(unsafe.Sizeof(*from))
	s, _, err := procAccept.Call(uintptr(listener), uintptr(unsafe.Pointer(from)), uintptr(unsafe.Pointer(&size)))
	if handle(s) == windows.InvalidHandle {
		return windows.InvalidHandle, lastError(err)
	}
	_ = windows.SetHandleInformation(handle(s), windows.HANDLE_FLAG_INHERIT, 0) // a provider may not have it
	return handle(s), nil
}
