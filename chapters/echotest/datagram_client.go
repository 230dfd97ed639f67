package echotest

import (
	"bytes"
	"context"
	"net"
	"runtime"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The client returns what it sent, whatever its size.
func clientExact(t T, s DatagramSubject) {
	client := s.dial(t, s.start(t).Addr())
	for _, n := range []int{1, 0, 1400, 9000, 2} {
		got, err := s.echo(client, message(n))
		require.NoError(t, err, "a message of %d bytes", n)
		require.NoError(t, sameDatagram(got, message(n)))
	}
}

// dial connects the subject's client, which is closed when the property ends.
func (s DatagramSubject) dial(t T, addr net.Addr) DatagramClient {
	t.Helper()
	client, err := s.Dial(context.Background(), addr.String())
	require.NoError(t, err, "a client must be able to connect a datagram socket")
	t.Cleanup(func() { _ = client.Close() }) // some properties have closed it
	return client
}

func (s DatagramSubject) echo(client DatagramClient, msg []byte) ([]byte, error) {
	ctx, stop := context.WithTimeout(context.Background(), s.patience())
	defer stop()
	return client.Echo(ctx, msg)
}

// A sham is a server of the contract's own, to answer the subject's client as
// no server should.
type sham struct {
	*net.UDPConn
	subject DatagramSubject
	client  DatagramClient
}

func (s DatagramSubject) sham(t T) sham {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return sham{conn, s, s.dial(t, conn.LocalAddr())}
}

// tricked has the client ask and answer serve the question. It returns what
// the client then took for its answer, within a pause or two.
func (s sham) tricked(t T, msg []byte, answer func(question []byte, from net.Addr)) ([]byte, error) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 2*pause)
	defer stop()
	answered := make(chan error, 1)
	go func() {
		buf := make([]byte, 64<<10)
		_ = s.SetReadDeadline(time.Now().Add(10 * pause)) // fails only on a closed socket
		n, from, err := s.ReadFrom(buf)
		if err == nil {
			answer(buf[:n], from)
		}
		answered <- err
	}()
	var got []byte
	var err error
	returned := s.subject.asStream().within(func() { got, err = s.client.Echo(ctx, msg) })
	require.NoError(t, returned, "Echo must return when its ctx ends")
	require.NoError(t, <-answered, "the client must send its message in a datagram")
	return got, err
}

// usable fails if the client does not take a true answer any more.
func (s sham) usable(t T, after string) {
	t.Helper()
	msg := message(50)
	got, err := s.tricked(t, msg, func(question []byte, from net.Addr) { _, _ = s.WriteTo(question, from) })
	require.NoError(t, err, "%s the client must go on", after)
	assert.NoError(t, sameDatagram(got, msg))
}

// A datagram from anybody but the server is not its answer, whatever it holds.
func uninvitedIgnored(t T, s DatagramSubject) {
	server := s.sham(t)
	stranger, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	defer stranger.Close()
	_, err = server.tricked(t, message(20), func(question []byte, from net.Addr) { _, _ = stranger.WriteTo(question, from) })
	require.Error(t, err, "the bytes were right, but a stranger had sent them")
	server.usable(t, "after a stranger's datagram")
}

// The answer to an earlier message is not that to this one.
func lateAnswerIgnored(t T, s DatagramSubject) {
	server := s.sham(t)
	var late []byte
	_, err := server.tricked(t, message(20), func(question []byte, _ net.Addr) { late = bytes.Clone(question) })
	require.Error(t, err, "there was no answer")
	msg := message(30)
	got, err := server.tricked(t, msg, func(question []byte, from net.Addr) {
		_, _ = server.WriteTo(late, from)
		_, _ = server.WriteTo(question, from)
	})
	require.NoError(t, err, "behind the late answer to an earlier message comes the one to this")
	assert.NoError(t, sameDatagram(got, msg))
}

// An answer that has lost its end is none.
func cutAnswerIgnored(t T, s DatagramSubject) {
	server := s.sham(t)
	_, err := server.tricked(t, message(20), func(question []byte, from net.Addr) { _, _ = server.WriteTo(question[:19], from) })
	require.Error(t, err, "19 of 20 bytes are no echo")
	server.usable(t, "after an answer that was cut")
}

// An answer with more than was sent is none, and is not cut to fit.
func longAnswerIgnored(t T, s DatagramSubject) {
	server := s.sham(t)
	_, err := server.tricked(t, message(20), func(question []byte, from net.Addr) {
		_, _ = server.WriteTo(append(bytes.Clone(question), question...), from)
	})
	require.Error(t, err, "40 bytes are no echo of 20, though the first 20 are the same")
	server.usable(t, "after an answer that was too long")
}

// Echo ends with its ctx, says so, and can be called again.
func clientCancelled(t T, s DatagramSubject) {
	server := s.sham(t)
	_, err := server.tricked(t, message(20), func([]byte, net.Addr) {})
	require.ErrorIs(t, err, context.DeadlineExceeded, "nobody answered until ctx ended")
	server.usable(t, "after a message without an answer")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	returned := s.asStream().within(func() { _, err = server.client.Echo(ctx, message(20)) })
	require.NoError(t, returned, "Echo must return: its ctx has ended")
	require.ErrorIs(t, err, context.Canceled)
}

// Where nobody listens, the client says that the port is closed instead of
// waiting: the ICMP message has been told to its socket.
func refusalTold(t T, s DatagramSubject) {
	if runtime.GOOS == "windows" {
		t.Skipf("where ICMP does not reach the socket, under Wine for one, nobody can tell")
	}
	server := s.sham(t)
	require.NoError(t, server.Close())
	begin := time.Now()
	_, err := s.echo(server.client, message(20))
	require.Error(t, err, "nobody listens")
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "a closed port is told at once; the client waited %v", time.Since(begin))
}
