package ping

import (
	"context"
	"errors"
	"net"
	"time"
)

// maxPacket is the longest IP packet there is, in bytes.
const maxPacket = 1 << 16

// Run asks the questions of a session on c, count of them, and returns what
// was counted. The first goes out at once, each other one interval after the
// one before, whatever arrives meanwhile and whenever. After the last Run
// waits as long as a question may be answered, and no longer.
//
// tell is called with each Event that is not Ignored. A question that could
// not be sent is lost, and not the end. An error of Receive that is neither
// the deadline nor the end of c is about something that was sent earlier, and
// not the end either.
//
// When ctx ends, Run returns at once with what has been counted, and nil.
//
// Errors: net.ErrClosed.
func Run(ctx context.Context, c Conn, s *Session, count int, interval time.Duration, tell func(Event)) (Stats, error) {
	// BEGIN SOLUTION: ask, listen, and ask again
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
	// END SOLUTION
}

// listen hears packets until the time that until returns, which may change
// with each packet, or until ctx ends.
//
// Errors: net.ErrClosed.
func listen(ctx context.Context, c Conn, s *Session, tell func(Event), until func() time.Time) error {
	// BEGIN SOLUTION: receive, as long as there is time
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
	// END SOLUTION
}
