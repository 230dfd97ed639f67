package datagram

import (
	"context"
	"net"
	"time"
)

var netLoopback = net.IPv4(127, 0, 0, 1)

// throughRelay starts r on loopback and connects a client's socket to it. The
// function it returns ends the relay and closes both.
func throughRelay(ctx context.Context, r *Relay) (client *net.UDPConn, stop func(), err error) {
	front, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	if err != nil {
		return nil, nil, err
	}
	client, err = net.DialUDP("udp4", nil, front.LocalAddr().(*net.UDPAddr))
	if err != nil {
		_ = front.Close() // nothing was sent
		return nil, nil, err
	}
	r.Front = front
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = r.Serve(ctx) // a relay that fails is a network that loses everything
	}()
	return client, func() {
		cancel()
		<-served
		_, _ = client.Close(), front.Close() // nothing is kept in a datagram socket
	}, nil
}

// netReceive reads count datagrams.
func netReceive(ctx context.Context, conn *net.UDPConn, count int) ([]string, error) {
	if err := conn.SetReadDeadline(time.Now().Add(allotted)); err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() {
		_ = conn.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then Read has ended too
	})()
	var texts []string
	buf := make([]byte, 1500)
	for range count {
		n, err := conn.Read(buf)
		if ctx.Err() != nil {
			return texts, context.Cause(ctx)
		}
		if err != nil {
			return texts, err
		}
		texts = append(texts, string(buf[:n]))
	}
	return texts, nil
}
