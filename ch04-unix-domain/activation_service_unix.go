//go:build unix

package unixdomain

import (
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const servicePart = "service"

func init() { playPart(servicePart, service) }

// service answers one client of each listener on which one is waiting.
func service() error {
	files, err := Activated()
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }()
	if len(files) == 0 {
		fmt.Printf("service: pid %d, nothing here is for me\n", os.Getpid())
		return nil
	}
	fmt.Printf("service: pid %d, started with", os.Getpid())
	for i, f := range files {
		fmt.Printf(" %q as fd %d", f.Name, firstListenFD+i)
	}
	fmt.Println()
	for _, f := range files {
		waiting, err := someoneWaits(f.File)
		if err != nil {
			return err
		}
		if !waiting {
			continue
		}
		if err := serveOne(f); err != nil {
			return err
		}
	}
	return nil
}

// serveOne accepts one client and sends its line back, with the name of the
// socket it came in by.
func serveOne(f Named) error {
	ln, err := net.FileListener(f.File)
	if err != nil {
		return err
	}
	// Closing a listener of package net removes its path. This one leaves it:
	// it was not bound here, and is not gone when we are.
	defer ln.Close()
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(partTime))
	line, err := lineAlone(conn)
	if err != nil {
		return err
	}
	fmt.Printf("service: %q has a client\n", f.Name)
	_, err = fmt.Fprintf(conn, "%s: %s\n", f.Name, line)
	return err
}

// someoneWaits asks poll(2), without waiting, whether there is a connection to
// accept: that makes a listener readable.
func someoneWaits(listener *os.File) (bool, error) {
	raw, err := listener.SyscallConn()
	if err != nil {
		return false, err
	}
	var n int
	var failed error
	err = raw.Control(func(fd uintptr) { n, failed = pollIn(fd) })
	if err != nil {
		return false, err
	}
	return n > 0, failed
}

// awaitCaller waits until there is a connection to accept, and leaves it.
func awaitCaller(listener *os.File) error {
	raw, err := listener.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := raw.Read(func(fd uintptr) bool {
		var n int
		n, failed = pollIn(fd)
		return n > 0 || failed != nil
	}); err != nil {
		return err
	}
	return failed
}

func pollIn(fd uintptr) (int, error) {
	for {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		if err != unix.EINTR {
			return n, os.NewSyscallError("poll", err)
		}
	}
}
