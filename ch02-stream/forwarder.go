package stream

import (
	"context"
	"log"
	"net"
	"sync"
	"time"
)

// A Forwarder relays every connection that it accepts to Upstream. The other
// fields bound what its clients can make it hold; set all of them.
type Forwarder struct {
	Upstream string        // host:port
	MaxConns int           // relayed at once; further ones wait in the accept queue
	Connect  time.Duration // for reaching Upstream
	Lifetime time.Duration // of a relayed connection, idle or not
	Log      *log.Logger   // nil: silent
}

// Serve accepts on ln until ctx ends. Then it resets what is being relayed,
// closes ln and returns nil. Otherwise it returns the error of accept(2).
func (f *Forwarder) Serve(ctx context.Context, ln *net.TCPListener) error {
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	slots := make(chan struct{}, f.MaxConns)
	var open sync.WaitGroup
	defer open.Wait()
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		client, err := f.accept(ctx, ln)
		if ctx.Err() != nil && err != nil {
			return nil
		}
		if err != nil {
			return err
		}
		open.Go(func() {
			f.forward(ctx, client)
			<-slots
		})
	}
}

// accept waits when descriptors run out, which is early here: on Linux a
// relayed connection takes six, two sockets and for each direction the two
// ends of the pipe through which splice(2) moves the bytes.
func (f *Forwarder) accept(ctx context.Context, ln *net.TCPListener) (*net.TCPConn, error) {
	for {
		conn, err := ln.AcceptTCP()
		if err == nil || !isExhausted(err) {
			return conn, err
		}
		f.logf("%v; trying again in %v", err, maxDelay)
		select {
		case <-time.After(maxDelay):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// forward connects to Upstream and relays. A client that cannot be served is
// told so by RST: accepted is not answered.
func (f *Forwarder) forward(ctx context.Context, client *net.TCPConn) {
	d := net.Dialer{Timeout: f.Connect}
	upstream, err := d.DialContext(ctx, "tcp", f.Upstream)
	if err != nil {
		f.logf("%v: %v", client.RemoteAddr(), err)
		_ = reset(client)
		return
	}
	end := time.Now().Add(f.Lifetime)
	_, _ = client.SetDeadline(end), upstream.SetDeadline(end) // fail only if closed, which Relay reports
	if err := Relay(ctx, client, upstream.(*net.TCPConn)); err != nil {
		f.logf("%v: %v", client.RemoteAddr(), err)
	}
}

func (f *Forwarder) logf(format string, args ...any) {
	if f.Log != nil {
		f.Log.Printf(format, args...)
	}
}
