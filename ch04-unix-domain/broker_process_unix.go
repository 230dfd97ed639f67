//go:build unix

package unixdomain

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const brokerPart = "broker"

func init() { playPart(brokerPart, brokerProcess) }

// brokerProcess holds connections for an application that is not running, and
// starts it when there is something to read. It reads nothing itself.
//
// Descriptor 3 is its listener. Who may connect is a matter of the folder in
// which that is bound: none but its owner may enter (mode 0700).
func brokerProcess() error {
	ln, err := inheritedListener(3)
	if err != nil {
		return err
	}
	defer ln.Close()
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(partTime))
	files, err := ReceiveFiles(conn.(*net.UnixConn), 2)
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }()
	client := named(files, "client")
	waiting, err := unread(client)
	if err != nil {
		return err
	}
	fmt.Printf("broker: pid %d holds %q and %q; %d bytes lie unread\n", os.Getpid(), files[0].Name, files[1].Name, waiting)
	_, _ = conn.Write([]byte("y"))   // fails if the application is gone: it has no need to know
	_, _ = io.Copy(io.Discard, conn) // until it is gone
	fmt.Println("broker: the application is gone, and there is something to read")
	return startAgain(files)
}

// unread waits until there is something to read from a connection and says how
// many bytes, up to 64 KiB. MSG_PEEK leaves them where they are (recv(2)).
func unread(client *os.File) (n int, err error) {
	raw, err := client.SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	buf := make([]byte, 64<<10)
	if err := raw.Read(func(fd uintptr) bool {
		n, _, failed = unix.Recvfrom(int(fd), buf, unix.MSG_PEEK)
		return failed != unix.EAGAIN // then: wait, and look again
	}); err != nil {
		return 0, err
	}
	return n, os.NewSyscallError("recvfrom", failed)
}

// startAgain starts the application, gives it what the broker holds, and
// passes on what it says.
func startAgain(files []Named) error {
	ctx, stop := context.WithTimeout(context.Background(), partTime)
	defer stop()
	conn, far, err := streamPair()
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = os.Unsetenv(brokerAddr) // it is to go on, and not to begin
	again, err := startPart(ctx, applicationPart, withFiles(far))
	_ = far.Close() // the child's now, or nobody's
	if err != nil {
		return err
	}
	defer again.kill()
	if err := SendFiles(conn, files...); err != nil {
		return err
	}
	// A hold of its own would keep the connection open after the application
	// has closed it, for as long as the broker lives.
	if err := CloseFiles(files); err != nil {
		return err
	}
	return again.finish(os.Stdout)
}
