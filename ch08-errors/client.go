package sockerrors

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// A Client is one connection to an echo server. Read, Write, CloseWrite and
// the rest of *net.TCPConn are there for a caller who wants the stream itself.
type Client struct{ *net.TCPConn }

// Dial wraps socket(2) and connect(2). ctx bounds the connecting only.
//
// Errors: Is(err, Refused), TimedOut, Unreachable, HostNotFound, NameServer,
// Deadline or Canceled. Their Hint says what the table does.
func Dial(ctx context.Context, addr string) (*Client, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, &hinted{"echo client", Explain(err)}
	}
	return &Client{conn.(*net.TCPConn)}, nil
}

// Echo sends msg and returns the len(msg) bytes that come back. It reads while
// it writes: a client that first wrote all of a large message would wait for
// ever, its server unable to write what the client does not read.
//
// Errors: Is(err, Ended) if the server closed before the first byte came back,
// Truncated if in the middle, Reset, BrokenPipe, Deadline or Canceled. After
// an error the connection is of no further use.
func (c *Client) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	stop := context.AfterFunc(ctx, c.abandon)
	wrote := make(chan error, 1)
	go func() {
		_, err := c.Write(msg)
		wrote <- err
	}()
	reply := make([]byte, len(msg))
	n, err := io.ReadFull(c, reply)
	if err != nil {
		c.abandon() // or Write might wait for a reader that is gone
	}
	if werr := <-wrote; err == nil {
		err = werr
	}
	if !stop() { // ctx has ended, and abandon with it all that would follow
		err = context.Cause(ctx)
	}
	if err != nil {
		what := fmt.Sprintf("echo client: %d of %d bytes came back", n, len(msg))
		return reply[:n], &hinted{what, Explain(err)}
	}
	return reply, nil
}

// abandon makes every Read and Write, present and future, return at once.
func (c *Client) abandon() { _ = c.SetDeadline(time.Unix(1, 0)) }
