package unixdomain

import (
	"io"
	"net"
	"sync"
	"time"
)

// serve greets whoever comes in, until the listeners are closed. Who came by
// the path is given a connection too: a TCP connection to our own loopback,
// with a greeting in it.
func (s *island) serve() {
	var ways sync.WaitGroup
	defer ways.Wait()
	ways.Go(func() { greetAll(s.tcp, greet) })
	ways.Go(func() { greetAll(s.abstract, greet) })
	ways.Go(func() { greetAll(s.path, s.giveAway) })
}

// greetAll accepts one after the other. What becomes of one client is not the
// server's affair; that it cannot be told of it, the client says.
func greetAll(ln net.Listener, greet func(net.Conn) error) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return // closed
		}
		_ = conn.SetDeadline(time.Now().Add(partTime))
		_ = greet(conn)
		_ = conn.Close()
	}
}

const greeting = "hello\n"

func greet(conn net.Conn) error {
	_, err := io.WriteString(conn, greeting)
	return err
}

// giveAway greets, connects to our own TCP listener, and sends that connection
// over the Unix socket. The network namespace of a socket is that of the
// process that made it, for as long as the socket lasts.
func (s *island) giveAway(conn net.Conn) error {
	if err := greet(conn); err != nil {
		return err
	}
	tcp, err := net.Dial("tcp", s.tcp.Addr().String())
	if err != nil {
		return err
	}
	defer tcp.Close()
	file, err := tcp.(*net.TCPConn).File()
	if err != nil {
		return err
	}
	defer file.Close()
	return SendFiles(conn.(*net.UnixConn), Named{"tcp", file})
}
