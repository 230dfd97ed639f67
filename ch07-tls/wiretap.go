package securestream

import (
	"context"
	"net"
	"sync"
)

// A wiretap is the wire between one client and a server: it passes on what
// either sends, and keeps the records. It has no key and changes nothing.
type wiretap struct {
	ln     *net.TCPListener
	server string
	done   chan struct{} // closed when both directions have ended

	mu      sync.Mutex
	cutters [2]recordCutter
	records []record
}

// tapInto listens for the one client whose connection is to go to server.
func tapInto(ctx context.Context, server string) (*wiretap, error) {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, err
	}
	w := &wiretap{ln: ln, server: server, done: make(chan struct{})}
	w.cutters[down].direction = down
	go w.relay(ctx)
	return w, nil
}

func (w *wiretap) addr() string { return w.ln.Addr().String() }

// relay carries one connection to its end.
func (w *wiretap) relay(ctx context.Context) {
	defer close(w.done)
	defer context.AfterFunc(ctx, func() { _ = w.ln.Close() })()
	client, err := w.ln.Accept()
	_ = w.ln.Close() // one client is all
	if err != nil {
		return
	}
	defer client.Close()
	var d net.Dialer
	server, err := d.DialContext(ctx, "tcp", w.server)
	if err != nil {
		return
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() { _, _ = client.Close(), server.Close() })()
	var both sync.WaitGroup
	both.Go(func() { w.carry(up, client, server) })
	both.Go(func() { w.carry(down, server, client) })
	both.Wait()
}

// carry keeps what it reads before it passes it on, so that an answer is never
// kept before its question.
func (w *wiretap) carry(d direction, from, to net.Conn) {
	buf := make([]byte, maxBody)
	for {
		n, err := from.Read(buf)
		w.mu.Lock()
		w.records = append(w.records, w.cutters[d].cut(buf[:n])...)
		w.mu.Unlock()
		_, _ = to.Write(buf[:n]) // who has gone hears it no more, and is heard
		if err != nil {
			_ = to.(*net.TCPConn).CloseWrite() // the same
			return
		}
	}
}

// heard returns the records that have passed, in their order.
func (w *wiretap) heard() []record {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.records
}
