package tap

import (
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// watch returns a socket that is told of each interface of this namespace that
// comes or changes its name (rtnetlink(7)). Who asks for the name when a packet
// is read may come too late: the interface may have gone.
func watch() (fd int, err error) {
	fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
	if err != nil {
		return -1, os.NewSyscallError("socket AF_NETLINK", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: unix.RTMGRP_LINK}); err != nil {
		_ = unix.Close(fd) // the other error is the one to tell
		return -1, os.NewSyscallError("bind", err)
	}
	return fd, nil
}

// A directory knows the interfaces of a namespace by their indexes.
type directory struct {
	fd    int
	names map[int]string
	buf   []byte
}

func newDirectory(fd int) *directory {
	return &directory{fd: fd, names: map[int]string{loopback: "lo"}, buf: make([]byte, 64<<10)}
}

// name is that of an interface, or "" if nobody has told.
func (d *directory) name(index int) string {
	if d.names[index] == "" {
		d.read()
	}
	return d.names[index]
}

// read takes what the socket has been told.
func (d *directory) read() {
	for {
		n, _, err := unix.Recvfrom(d.fd, d.buf, unix.MSG_DONTWAIT)
		if err != nil {
			return // EAGAIN: that was all
		}
		messages, err := syscall.ParseNetlinkMessage(d.buf[:n])
		if err != nil {
			continue // cut short: the interface stays without a name
		}
		for i := range messages {
			d.learn(&messages[i])
		}
	}
}

func (d *directory) learn(m *syscall.NetlinkMessage) {
	if m.Header.Type != unix.RTM_NEWLINK || len(m.Data) < unix.SizeofIfInfomsg {
		return
	}
	attributes, err := syscall.ParseNetlinkRouteAttr(m)
	if err != nil {
		return
	}
	index := int((*unix.IfInfomsg)(unsafe.Pointer(&m.Data[0])).Index)
	for _, a := range attributes {
		if a.Attr.Type == unix.IFLA_IFNAME {
			d.names[index] = unix.ByteSliceToString(a.Value)
		}
	}
}
