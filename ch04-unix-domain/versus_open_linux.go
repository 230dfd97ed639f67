package unixdomain

import (
	"errors"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// openPipes takes a pipe each way.
func openPipes(stage) (left, right end, err error) {
	var there, back [2]int
	if err := unix.Pipe2(there[:], unix.O_CLOEXEC); err != nil {
		return end{}, end{}, os.NewSyscallError("pipe2", err)
	}
	if err := unix.Pipe2(back[:], unix.O_CLOEXEC); err != nil {
		end{there[0], there[1]}.close()
		return end{}, end{}, os.NewSyscallError("pipe2", err)
	}
	return end{back[0], there[1]}, end{there[0], back[1]}, nil
}

func openPair(stage) (left, right end, err error)      { return pairOf(unix.SOCK_STREAM) }
func openDgram(stage) (left, right end, err error)     { return pairOf(unix.SOCK_DGRAM) }
func openSeqPacket(stage) (left, right end, err error) { return pairOf(unix.SOCK_SEQPACKET) }

func pairOf(kind int) (left, right end, err error) {
	fds, err := cloexecPair(kind)
	return end{fds[0], fds[0]}, end{fds[1], fds[1]}, err
}

// openUnix connects by a path, as a client and a server do.
func openUnix(s stage) (left, right end, err error) {
	ln, err := net.ListenUnix("unix", s.addr("unix", "versus"))
	if err != nil {
		return end{}, end{}, err
	}
	defer ln.Close()
	return connected(ln)
}

func openTCP(stage) (left, right end, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return end{}, end{}, err
	}
	defer ln.Close()
	return connected(ln)
}

// connected are both ends of one connection to ln. Package net has turned
// Nagle's algorithm off where there is one.
func connected(ln net.Listener) (left, right end, err error) {
	client, err := net.Dial(ln.Addr().Network(), ln.Addr().String())
	if err != nil {
		return end{}, end{}, err
	}
	defer client.Close()
	server, err := ln.Accept()
	if err != nil {
		return end{}, end{}, err
	}
	defer server.Close()
	return blockingEnds(client, server)
}

// openUDP connects two sockets to each other.
func openUDP(stage) (left, right end, err error) {
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return end{}, end{}, err
	}
	defer server.Close()
	client, err := net.DialUDP("udp4", nil, server.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return end{}, end{}, err
	}
	defer client.Close()
	left, right, err = blockingEnds(client, server)
	if err != nil {
		return end{}, end{}, err
	}
	port := client.LocalAddr().(*net.UDPAddr).Port
	err = unix.Connect(right.r, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
	// What is lost nobody sends again: no read may wait for it for ever.
	late := unix.Timeval{Sec: 2}
	for _, fd := range []int{left.r, right.r} {
		err = errors.Join(err, unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &late))
	}
	if err != nil {
		left.close()
		right.close()
	}
	return left, right, err
}

// blockingEnds are copies of the descriptors of both connections, on which
// read and write wait in the kernel and not in Go's poller.
func blockingEnds(client, server net.Conn) (left, right end, err error) {
	l, err := blockingCopy(client)
	if err != nil {
		return end{}, end{}, err
	}
	r, err := blockingCopy(server)
	if err != nil {
		_ = unix.Close(l)
		return end{}, end{}, err
	}
	return end{l, l}, end{r, r}, nil
}

func blockingCopy(conn net.Conn) (fd int, err error) {
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return -1, err
	}
	var dupErr error
	err = raw.Control(func(old uintptr) {
		if fd, dupErr = unix.FcntlInt(old, unix.F_DUPFD_CLOEXEC, 0); dupErr == nil {
			dupErr = unix.SetNonblock(fd, false)
		}
	})
	return fd, errors.Join(err, os.NewSyscallError("fcntl", dupErr))
}
