// Believes that a deadline is how long one Receive waits.
//
// Replaces: pinger.go
// Caught by: TestRunPace
// Says: leaves the deadline where it was

package ping

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

const maxPacket = 1 << 16

func Run(ctx context.Context, c Conn, s *Session, count int, interval time.Duration, tell func(Event)) (Stats, error) {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed connection
		close(woken)
	})
	defer func() {
		if !stop() { // it has begun, and would end somebody else's Receive
			<-woken
		}
	}()
	next := time.Now()
	for range count {
		if err := listen(ctx, c, s, tell, func() time.Time { return next }); err != nil || ctx.Err() != nil {
			return s.Stats(), err
		}
		if err := c.Send(s.Ask(time.Now()), s.To); errors.Is(err, net.ErrClosed) {
			return s.Stats(), err
		}
		next = next.Add(interval)
	}
	err := listen(ctx, c, s, tell, s.Waiting)
	return s.Stats(), err
}

func listen(ctx context.Context, c Conn, s *Session, tell func(Event), until func() time.Time) error {
	buf := make([]byte, maxPacket)
	var pause time.Duration
	for {
		end := until()
		if ctx.Err() != nil || pause == 0 && !time.Now().Before(end) {
			return nil
		}
		if pause == 0 {
			pause = time.Until(end)
		}
		_ = c.SetReadDeadline(time.Now().Add(pause))
		n, from, err := c.Receive(buf)
		switch {
		case errors.Is(err, net.ErrClosed):
			return err
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil
		case err != nil:
			continue
		}
		if event := s.Heard(buf[:n], from, time.Now()); event.Kind != Ignored {
			tell(event)
		}
	}
}
