package bsdapi

import (
	"net"
	"os"

	"golang.org/x/sys/windows"
)

// A bell is a UDP socket that is connected to itself, for WSAPoll knows
// sockets and nothing else, no pipes: a datagram sent on it ends the poll.
type bell struct {
	s    handle
	byte []byte
}

func newBell() (bell, error) {
	s, err := windows.Socket(windows.AF_INET, windows.SOCK_DGRAM, 0)
	if err != nil {
		return bell{}, os.NewSyscallError("socket", err)
	}
	b := bell{s, make([]byte, 1)}
	err = windows.Bind(s, toSockaddr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}))
	var self windows.Sockaddr
	if err == nil {
		self, err = windows.Getsockname(s)
	}
	if err == nil {
		err = windows.Connect(s, self) // from here on it hears nobody else
	}
	if err == nil {
		err = setNonblock(s)
	}
	if err != nil {
		b.close()
		return bell{}, os.NewSyscallError("bell", err)
	}
	return b, nil
}

func (b bell) fd() handle { return b.s }

// One byte at a time is on its way, so neither call waits.
func (b bell) ring()  { _, _ = send(b.s, b.byte) }
func (b bell) clear() { _, _ = recv(b.s, b.byte) }

func (b bell) close() { _ = windows.Closesocket(b.s) } // nothing is buffered in it
