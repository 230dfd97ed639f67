package echotest

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"
)

// floodCap is more than the kernel buffers on the way will ever hold for a
// client that does not read: 4 MiB to send and, growing only for a reader that
// keeps up, 6 MiB to receive are Linux's defaults (tcp(7), tcp_wmem, tcp_rmem).
const floodCap = 64 << 20

// A flood writes and writes, in the background, and reads nothing.
type flood struct {
	conn     Conn
	progress chan struct{} // a Write has returned
	quit     atomic.Bool
	done     chan struct{}
	sent     int64
	err      error
}

// pattern is what a flood sends, over and over. Its length is prime, so that
// no buffer's end falls on its end.
var pattern = message(65521)

// expectPattern is where what a flood gets back is written to.
type expectPattern struct{ at int }

func (e *expectPattern) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		want := pattern[e.at:]
		part := p[n:min(len(p), n+len(want))]
		if i := difference(part, want); i < len(part) {
			return n + i, fmt.Errorf("a byte came back as %#02x that was sent as %#02x", part[i], want[i])
		}
		n += len(part)
		e.at = (e.at + len(part)) % len(pattern)
	}
	return len(p), nil
}

func startFlood(conn Conn) *flood {
	f := &flood{conn: conn, progress: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.err = f.run()
	}()
	return f
}

// run ends with the connection, or half-closes it once told to stop.
func (f *flood) run() error {
	for !f.quit.Load() {
		n, err := f.conn.Write(pattern)
		f.sent += int64(n)
		if err != nil {
			return err
		}
		if f.sent > floodCap {
			return errors.New("no end in sight")
		}
		select {
		case f.progress <- struct{}{}:
		default:
		}
	}
	return f.conn.CloseWrite()
}

// stuck waits until the flood gets no further.
func (f *flood) stuck(t T) {
	t.Helper()
	for {
		select {
		case <-f.progress:
		case <-f.done:
			require.FailNow(t, "writes must get stuck while nobody reads the answers",
				"the server took %d bytes (%v): while it cannot write it must not read, or clients fill its memory", f.sent, f.err)
		case <-time.After(pause):
			return
		}
	}
}

// stop makes the flood end with the Write it is in.
func (f *flood) stop() { f.quit.Store(true) }

// wait returns how many bytes were sent, and what ended the flood.
func (f *flood) wait() (int64, error) {
	<-f.done
	return f.sent, f.err
}
