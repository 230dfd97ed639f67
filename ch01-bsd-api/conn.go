package bsdapi

import "io"

// A Conn is one end of a connection, with the methods of net.Conn and
// CloseWrite. Its errors are those of the system calls, each an
// *os.SyscallError; net.ErrClosed; and os.ErrDeadlineExceeded.
type Conn struct{ *socket }

// Read wraps recv(2). It returns what there is, at most len(p) bytes, once
// there is any. recv reports the end of the stream with 0 and no error; Read
// says io.EOF.
func (c Conn) Read(p []byte) (int, error) {
	n, err := c.in.try(func(fd handle) (int, error) { return recv(fd, p) })
	if n == 0 && err == nil && len(p) > 0 {
		err = io.EOF
	}
	return n, err
}

// Write wraps send(2), as often as it takes: a call takes what fits into the
// socket's send buffer, and says how much that was.
func (c Conn) Write(p []byte) (int, error) {
	c.out.turn.Lock() // a message of one Write is not cut by another's
	defer c.out.turn.Unlock()
	for sent := 0; ; {
		n, err := c.out.tryHeld(func(fd handle) (int, error) { return send(fd, p[sent:]) })
		sent += n
		if err != nil || sent == len(p) {
			return sent, err
		}
	}
}

// CloseWrite wraps shutdown(2) with SHUT_WR: the peer reads what was sent, and
// then the end of the stream. The other direction goes on.
func (c Conn) CloseWrite() error {
	_, err := c.call(func(fd handle) (int, error) { return 0, shutdownWrite(fd) })
	return err
}

// reset makes the kernel drop the connection with an RST, unsent data and all,
// and closes it. SO_LINGER with a time of 0 does that (socket(7)).
func (c Conn) reset() error {
	// This fails only on a closed socket, which Close reports.
	_, _ = c.call(func(fd handle) (int, error) { return 0, setLinger(fd, 0) })
	return c.Close()
}
