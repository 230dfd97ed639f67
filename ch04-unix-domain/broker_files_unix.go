//go:build unix

package unixdomain

import (
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// conversation finds a connection and what was said on it among files that
// came from another process, whatever their order.
func conversation(files []Named) (client *net.TCPConn, answered int, err error) {
	conn, err := net.FileConn(named(files, "client"))
	if err != nil {
		return nil, 0, err
	}
	client, ok := conn.(*net.TCPConn)
	if !ok {
		_ = conn.Close()
		return nil, 0, fmt.Errorf("the client is no TCP connection, but %T", conn)
	}
	if _, err := fmt.Fscan(named(files, "state"), &answered); err != nil {
		_ = client.Close()
		return nil, 0, err
	}
	return client, answered, client.SetDeadline(time.Now().Add(partTime))
}

// named is the file of that name, or nil: the methods of a nil file fail.
func named(files []Named, name string) *os.File {
	for _, f := range files {
		if f.Name == name {
			return f.File
		}
	}
	return nil
}

// acceptInherited accepts one connection from a TCP listener that this process
// was started with, and gives the listener up.
func acceptInherited(fd uintptr) (*net.TCPConn, error) {
	ln, err := inheritedListener(fd)
	if err != nil {
		return nil, err
	}
	defer ln.Close()
	conn, err := ln.Accept()
	if err != nil {
		return nil, err
	}
	client, ok := conn.(*net.TCPConn)
	if !ok {
		_ = conn.Close()
		return nil, fmt.Errorf("no TCP connection, but %T", conn)
	}
	return client, client.SetDeadline(time.Now().Add(partTime))
}

// inheritedListener is a listener that this process was started with.
func inheritedListener(fd uintptr) (net.Listener, error) {
	unix.CloseOnExec(int(fd)) // it is ours alone
	file := os.NewFile(fd, "listener")
	defer file.Close()
	return net.FileListener(file)
}

// listenerFile is a second descriptor of a listener, to hand on.
func listenerFile(ln net.Listener) (*os.File, error) {
	switch ln := ln.(type) {
	case *net.TCPListener:
		return ln.File()
	case *net.UnixListener:
		return ln.File()
	}
	return nil, fmt.Errorf("no file behind %T", ln)
}
