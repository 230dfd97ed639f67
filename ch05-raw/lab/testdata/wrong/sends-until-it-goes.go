// Believes that what could not be sent has to be sent again.
//
// Replaces: pinger.go
// Caught by: TestRunPassesOver
// Says: a question that cannot be sent is a lost one

package ping

import (
	"context"
	"errors"
	"net"
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
		m := s.Ask(time.Now())
		err := c.Send(m, s.To)
		for err != nil && !errors.Is(err, net.ErrClosed) {
			err = c.Send(m, s.To)
		}
		if err != nil {
			return s.Stats(), err
		}
		next = next.Add(interval)
	}
	err := listen(ctx, c, s, tell, s.Waiting)
	return s.Stats(), err
}

func listen(ctx context.Context, c Conn, s *Session, tell func(Event), until func() time.Time) error {
	buf := make([]byte, maxPacket)
	for {
		end := until()
		_ = c.SetReadDeadline(end) // fails only on a closed connection
		if ctx.Err() != nil || !time.Now().Before(end) {
			return nil
		}
		n, from, err := c.Receive(buf)
		switch {
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil:
			continue // the deadline, which the loop looks at, or an older failure
		}
		if event := s.Heard(buf[:n], from, time.Now()); event.Kind != Ignored {
			tell(event)
		}
	}
}
