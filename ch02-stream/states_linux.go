package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"syscall"
	"time"
)

// lifetime is how long the states example may take in all. It takes two or
// three seconds, and longer where the kernel remembers this machine as a slow
// peer, and so is slow to repeat what was lost (ip-tcp_metrics(8)).
const lifetime = 15 * time.Second

// States takes a connection through its life and lists both ends with ss(8) at
// each step. To make the states stand still that pass too fast to be seen, one
// end is made deaf: what it does not hear, it does not answer, and the other
// end's kernel sends it again until it does.
func States(ctx context.Context, out io.Writer) error {
	if _, err := exec.LookPath("ss"); err != nil {
		return missing{what: "listing sockets takes the program ss", remedy: "apt-get install iproute2"}
	}
	if err := mayLose(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithTimeoutCause(ctx, lifetime, fmt.Errorf("not within %v", lifetime))
	defer stop()
	ln, l, err := listenAlone(ctx, out)
	if err != nil {
		return err
	}
	defer ln.Close()
	if err := l.show(ctx, "The server listens.", "server LISTEN"); err != nil {
		return err
	}
	client, server, err := l.open(ctx, ln)
	if err != nil {
		return err
	}
	defer client.Close()
	defer server.Close()
	err = l.show(ctx, "It hears. The server accepts, and stops listening.", "client ESTAB", "server ESTAB")
	if err != nil {
		return err
	}
	if err := measureTrip(client, server); err != nil {
		return err
	}
	return l.close(ctx, client, server)
}

// open connects a client that is deaf until it has been looked at.
func (l listing) open(ctx context.Context, ln *net.TCPListener) (client, server *net.TCPConn, err error) {
	dialing, stop := context.WithCancel(ctx)
	defer stop()
	raw := make(chan rawConn, 1)
	dialed := make(chan error, 1)
	go func() {
		d := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
			raw <- rawConn{c}
			return loseIncoming(rawConn{c}, 100)
		}}
		conn, err := d.DialContext(dialing, "tcp", ln.Addr().String())
		if err == nil {
			client = conn.(*net.TCPConn)
		}
		dialed <- err
	}()
	err = l.show(ctx, "The client connects, but hears no answer.",
		"client SYN-SENT", "server LISTEN", "server SYN-RECV")
	if err == nil {
		err = loseIncoming(<-raw, 0)
	}
	if err != nil {
		stop() // ends the dial, with an error that tells nothing new
		<-dialed
	} else if err = <-dialed; ctx.Err() != nil {
		err = fmt.Errorf("the client hears, and has not connected: %w", context.Cause(ctx))
	} else if err == nil {
		server, err = ln.AcceptTCP()
	}
	if err = errors.Join(err, ln.Close()); err == nil {
		return client, server, nil
	}
	for _, conn := range []*net.TCPConn{client, server} {
		if conn != nil {
			_ = conn.Close()
		}
	}
	return nil, nil, err
}

// measureTrip sends bytes to and fro. The kernel has measured one round trip so
// far, of the second that the client was deaf for, and would wait about three
// to repeat what is lost. Each further measurement counts an eighth in the
// average (RFC 6298 section 2.3); after 64 the wait is down to 200 ms.
func measureTrip(client, server net.Conn) error {
	buf := []byte{'.'}
	for range 64 {
		for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
			if _, err := way[0].Write(buf); err != nil {
				return err
			}
			if _, err := io.ReadFull(way[1], buf); err != nil {
				return err
			}
		}
	}
	return nil
}

// close ends the connection, the client first, each end deaf for a while.
func (l listing) close(ctx context.Context, client, server *net.TCPConn) error {
	steps := []struct {
		what string
		do   func() error
		want []string
	}{
		{"The client ends its direction. The server is deaf.",
			func() error { return errors.Join(loseIncoming(server, 100), client.CloseWrite()) },
			[]string{"client FIN-WAIT-1", "server ESTAB"}},
		{"The server hears.",
			func() error { return loseIncoming(server, 0) },
			[]string{"client FIN-WAIT-2", "server CLOSE-WAIT"}},
		{"The server closes. The client is deaf.",
			func() error { return errors.Join(loseIncoming(client, 100), server.Close()) },
			[]string{"client FIN-WAIT-2", "server LAST-ACK"}},
		{"The client hears, and waits a minute. The server's end is gone.",
			func() error { return loseIncoming(client, 0) },
			[]string{"client TIME-WAIT"}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			return err
		}
		if err := l.show(ctx, step.what, step.want...); err != nil {
			return err
		}
	}
	return nil
}
