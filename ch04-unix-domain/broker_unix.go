//go:build unix

package unixdomain

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Broker shows an application that ends in the middle of a conversation and
// finishes it in its next life. In between, its connection is held by a broker,
// a process that knows nothing of what is said on it. Then the same with an
// application that is killed as soon as it has sent the connection, before
// there is a broker to receive it.
func Broker(ctx context.Context, out io.Writer) error {
	for _, killed := range []bool{false, true} {
		err := brokered(ctx, out, killed)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A brokerage is what the processes of the example share: where the client
// connects, where the broker is, and the client's end of the conversation.
type brokerage struct {
	front, back net.Listener // TCP, and the broker's Unix socket
	client      *net.TCPConn
	dir         string
}

// brokered plays the conversation once. The listeners are made here and handed
// on, so that who connects need not wait for who accepts.
func brokered(ctx context.Context, out io.Writer, killed bool) error {
	b, err := newBrokerage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	defer context.AfterFunc(ctx, func() { _ = b.client.Close() })()
	if err := b.ask(out); err != nil {
		return err
	}
	hold := b.handOver
	if killed {
		hold = b.handOverAndDie
	}
	broker, err := hold(ctx, out)
	if broker != nil {
		defer broker.kill()
	}
	if err != nil {
		return err
	}
	if err := b.goOn(out); err != nil {
		return err
	}
	if err := broker.finish(out); err != nil {
		return err
	}
	return b.check(out)
}

func newBrokerage(ctx context.Context) (*brokerage, error) {
	dir, err := os.MkdirTemp("", "broker") // mode 0700
	if err != nil {
		return nil, err
	}
	b := &brokerage{dir: dir}
	var lc net.ListenConfig
	b.back, err = lc.Listen(ctx, "unix", filepath.Join(dir, "s"))
	if err == nil {
		b.front, err = lc.Listen(ctx, "tcp", "127.0.0.1:0")
	}
	if err == nil {
		var conn net.Conn
		conn, err = new(net.Dialer).DialContext(ctx, "tcp", b.front.Addr().String())
		b.client, _ = conn.(*net.TCPConn)
	}
	if err != nil {
		b.close()
		return nil, err
	}
	_ = b.client.SetDeadline(time.Now().Add(partTime))
	return b, nil
}

func (b *brokerage) close() {
	if b.client != nil {
		_ = b.client.Close()
	}
	for _, ln := range []net.Listener{b.front, b.back} {
		if ln != nil {
			_ = ln.Close()
		}
	}
	_ = os.RemoveAll(b.dir) // what is left is in the system's folder for such
}

// longLine is what lies unread when the connection changes hands.
var longLine = strings.Repeat("0123456789", 2000)

// ask sends two lines at once, of which the application will read one.
func (b *brokerage) ask(out io.Writer) error {
	fmt.Fprintf(out, "client: connected to %v; sends two lines at once\n", b.front.Addr())
	_, err := io.WriteString(b.client, "first\n"+longLine+"\n")
	return err
}

// goOn sends a third line while no application is running, or the next one
// has just begun: the client cannot know, and need not.
func (b *brokerage) goOn(out io.Writer) error {
	fmt.Fprintln(out, "client: sends a third line, and finishes")
	if _, err := io.WriteString(b.client, "third\n"); err != nil {
		return err
	}
	return b.client.CloseWrite()
}

// check compares all that came with all that should.
func (b *brokerage) check(out io.Writer) error {
	got, err := io.ReadAll(b.client)
	if err != nil {
		return err
	}
	if want := "2: " + longLine + "\n3: third\n"; string(got) != want {
		return fmt.Errorf("the client got %d bytes, and should have got %d others", len(got), len(want))
	}
	fmt.Fprintf(out, "client: has lines 2 and 3, %d bytes, all as they should be\n", len(got))
	return nil
}
