package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// costBytes writes at one end and reads at the other until the time is up, and
// counts what arrived.
func costBytes(server, client *tls.Config) func(context.Context, time.Time) (float64, error) {
	return func(ctx context.Context, until time.Time) (count float64, err error) {
		err = overLink(ctx, func(near, far *linkEnd) error {
			var from, to net.Conn = near.TCPConn, far.TCPConn
			if server != nil {
				c, s := tls.Client(near.TCPConn, client), tls.Server(far.TCPConn, server)
				if err := errors.Join(linkShake(c, s)); err != nil {
					return err
				}
				from, to = c, s
			}
			count, err = costPump(from, to, until)
			return err
		})
		return count, err
	}
}

// costPump has both ends run into the same deadline, which is how it ends.
func costPump(from, to net.Conn, until time.Time) (count float64, err error) {
	if err := errors.Join(from.SetDeadline(until), to.SetDeadline(until)); err != nil {
		return 0, err
	}
	wrote := make(chan error, 1)
	go func() {
		chunk := make([]byte, costChunk)
		for {
			if _, err := from.Write(chunk); err != nil {
				wrote <- err
				return
			}
		}
	}()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{to}, make([]byte, costChunk))
	for _, err := range []error{err, <-wrote} {
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return 0, err
		}
	}
	return float64(n), nil
}
