//go:build unix

package stream

import (
	"context"
	"net"
	"os/exec"
	"sync"
)

// serveProcesses gives each connection a process, as inetd(8) does. Clients
// are kept apart by the kernel, and the program need not know what a socket
// is. Each connection costs a fork, an exec and a process.
func serveProcesses(ctx context.Context, ln *net.TCPListener) error {
	late, stop := later(ctx)
	defer stop()
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	var open sync.WaitGroup
	defer open.Wait()
	for {
		conn, err := ln.AcceptTCP()
		if err != nil {
			return unlessEnded(ctx, err)
		}
		child, err := handOver(late, conn, "cat")
		if err != nil {
			return err
		}
		open.Go(func() { _ = child.Wait() }) // what became of one client is not the server's affair
	}
}

// handOver starts a program that has conn as its standard input and output,
// and gives up the parent's own hold of conn. The program is killed when ctx
// ends.
//
// Three descriptors refer to the socket: conn's, the duplicate that File
// returns, and the child's. The kernel sends FIN when the last is closed, so
// the parent closes its two, or the client never sees the end (close(2)).
func handOver(ctx context.Context, conn *net.TCPConn, program string, args ...string) (*exec.Cmd, error) {
	defer conn.Close()
	file, err := conn.File()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	child := exec.CommandContext(ctx, program, args...)
	child.Stdin, child.Stdout = file, file // exec makes the socket blocking, as cat expects
	return child, child.Start()
}
