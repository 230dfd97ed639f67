package echotest

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// An asker is a connected datagram socket, of no chapter: what it receives is
// what the server under test has sent.
type asker struct{ *net.UDPConn }

// CloseWrite is there because a Conn has it.
func (asker) CloseWrite() error { return errors.New("datagrams have no end of the stream") }

// ask sends msg and says why the datagram that comes back is not the same.
func (a asker) ask(msg []byte) error {
	if _, err := a.Write(msg); err != nil {
		return err
	}
	return a.expect(msg)
}

// expect reads one datagram, which must be want.
func (a asker) expect(want []byte) error {
	buf := make([]byte, 64<<10)
	n, err := a.Read(buf)
	if err != nil {
		return err
	}
	return sameDatagram(buf[:n], want)
}

// asStream is the subject as the properties that streams share see it. Their
// messages are small enough to go and to come in one datagram.
func (s DatagramSubject) asStream() Subject {
	return Subject{
		Patience: s.Patience,
		Addr:     func() string { return "127.0.0.1:0" },
		Listen: func(ctx context.Context, addr string, _ Limits) (Server, error) {
			return s.Listen(ctx, addr)
		},
		Dial: func(ctx context.Context, addr string) (Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, "udp", addr)
			if err != nil {
				return nil, err
			}
			return asker{conn.(*net.UDPConn)}, nil
		},
	}
}

// ofStreams makes a property of streams one of datagrams.
func ofStreams(check func(T, Subject)) func(T, DatagramSubject) {
	return func(t T, s DatagramSubject) { check(t, s.asStream()) }
}

func (s DatagramSubject) start(t T) *running { return s.asStream().start(t, Limits{}) }

// asker is dial for properties that look at single datagrams.
func (r *running) asker() asker { return r.dial().(asker) }

// Close ends Serve, which says that Close was it.
func closeEndsServe(t T, s DatagramSubject) {
	r := s.start(t)
	require.NoError(t, r.asker().ask(message(10)))
	require.NoError(t, r.subject.within(func() { _ = r.Close() }), "Close must return")
	r.stopped("Close")
	assert.ErrorIs(t, r.err, net.ErrClosed, "Serve must say that Close ended it")
}

// Serve returns nil when its ctx ends, and gives the address back.
func cancelEndsServe(t T, s DatagramSubject) {
	r := s.start(t)
	require.NoError(t, r.asker().ask(message(10)))
	r.cancel()
	r.stopped("its ctx ended")
	require.NoError(t, r.err, "a ctx that ended is how Serve is meant to end")
	again, err := s.Listen(context.Background(), r.Addr().String())
	require.NoError(t, err, "once Serve has returned, its address must be free")
	require.NoError(t, again.Close())
}

// Neither clients nor a server leave a goroutine or a descriptor behind.
func nothingLeft(t T, s DatagramSubject) {
	goroutines, descriptors := goleak.IgnoreCurrent(), openDescriptors(t)
	r := s.start(t)
	for i := range 20 {
		client, err := s.Dial(context.Background(), r.Addr().String())
		require.NoError(t, err)
		ctx, stop := context.WithTimeout(context.Background(), s.patience())
		_, err = client.Echo(ctx, message(i))
		stop()
		require.NoError(t, err)
		require.NoError(t, client.Close())
	}
	require.NoError(t, r.subject.within(func() { _ = r.Close() }), "Close must return")
	r.stopped("Close")
	require.NoError(t, goleak.Find(goroutines), "goroutines left by 20 clients and a closed server")
	left := settle(t, func(n int) bool { return n <= descriptors })
	assert.LessOrEqual(t, left, descriptors, "open descriptors, after 20 clients and a closed server")
}

// silent fails if a datagram comes within a pause.
func silent(t T, a asker, when string) {
	t.Helper()
	_ = a.SetReadDeadline(time.Now().Add(pause)) // fails only on a closed socket
	n, err := a.Read(make([]byte, 64<<10))
	require.True(t, isTimeout(err), "%s: a datagram of %d bytes came, %v", when, n, err)
}
