package echotest

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/ipv4"
)

// A riggedUDP is a small, correct datagram server with places where a fault
// can be put in. Without a fault it passes the contract.
type riggedUDP struct {
	fault   fault
	conn    *net.UDPConn
	serving sync.Mutex // held while Serve runs

	released context.Context // what a fault makes hang or leak, lasts until then
	release  context.CancelFunc
	held     []byte     // by a fault that joins datagrams
	files    []*os.File // leaked
	closes   atomic.Int32
}

func rigUDP(addr string, f fault) (*riggedUDP, error) {
	at, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP("udp", at)
	if err != nil && f == takesAnotherAddress {
		conn, err = net.ListenUDP("udp", &net.UDPAddr{IP: at.IP})
	}
	if err != nil {
		return nil, err
	}
	s := &riggedUDP{fault: f, conn: conn}
	s.released, s.release = context.WithCancel(context.Background())
	return s, nil
}

// free ends whatever the fault has left.
func (s *riggedUDP) free() {
	s.release()
	_ = s.conn.Close()
	s.serving.Lock()
	defer s.serving.Unlock()
	for _, f := range s.files {
		_ = f.Close()
	}
}

func (s *riggedUDP) Addr() net.Addr { return s.conn.LocalAddr() }

func (s *riggedUDP) Close() error {
	if s.closes.Add(1) > 1 && s.fault == hangsOnSecondClose {
		<-s.released.Done()
	}
	if s.fault != ignoresClose {
		_ = s.conn.Close()
	}
	return nil
}

func (s *riggedUDP) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.fault != keepsAddress {
		defer s.conn.Close()
	}
	if s.fault == hangsAfterClose && s.conn.SetReadDeadline(time.Time{}) != nil || s.fault == ignoresEndedContext && ctx.Err() != nil {
		<-s.released.Done()
	}
	defer context.AfterFunc(ctx, func() { _ = s.conn.SetReadDeadline(time.Unix(1, 0)) })()
	if s.fault == forgetsEarlyOnes {
		_ = s.conn.SetReadDeadline(time.Now().Add(pause / 2))
		for err := error(nil); err == nil; {
			_, err = s.conn.Read(make([]byte, 1))
		}
		_ = s.conn.SetReadDeadline(time.Time{})
	}
	err := s.answerAll()
	if ctx.Err() != nil && s.fault != reportsCancel {
		return nil
	}
	return err
}

// answerAll is the loop, and where most faults are.
func (s *riggedUDP) answerAll() error {
	buf := make([]byte, 64<<10)
	if s.fault == readsAnEthernetFrame {
		buf = buf[:1472]
	}
	conn := ipv4.NewPacketConn(s.conn)
	if s.fault != answersFromOne {
		_ = conn.SetControlMessage(ipv4.FlagDst, true) // where it fails, the property is skipped
	}
	for answered := 0; ; answered++ {
		n, asked, from, err := conn.ReadFrom(buf)
		if err != nil {
			return err
		}
		if s.fault == stopsAtNothing && n == 0 || s.fault == servesTheFirst && answered > 500 {
			<-s.released.Done()
		}
		s.leak()
		if s.fault != answersEverybody && from.(*net.UDPAddr).Port == s.conn.LocalAddr().(*net.UDPAddr).Port {
			continue
		}
		var reply *ipv4.ControlMessage
		if asked != nil {
			reply = &ipv4.ControlMessage{Src: asked.Dst}
		}
		s.answer(buf[:n], func(p []byte) { _, _ = conn.WriteTo(p, reply, from) })
		if s.fault == stopsAtErrors && gone(from.(*net.UDPAddr)) {
			return nil
		}
	}
}

func (s *riggedUDP) leak() {
	switch s.fault {
	case leaksDescriptor:
		if f, err := os.Open(os.DevNull); err == nil {
			s.files = append(s.files, f)
		}
	case leaksGoroutine:
		go func() { <-s.released.Done() }()
	}
}

// gone reports whether nobody has the address any more.
func gone(client *net.UDPAddr) bool {
	conn, err := net.DialUDP("udp", nil, client)
	if err != nil {
		return false
	}
	defer conn.Close()
	_, _ = conn.Write([]byte("are you there?")) // the Read tells
	_ = conn.SetReadDeadline(time.Now().Add(pause / 10))
	_, err = conn.Read(make([]byte, 1))
	return errors.Is(err, syscall.ECONNREFUSED)
}

func (s *riggedUDP) answer(data []byte, send func([]byte)) {
	switch {
	case s.fault == joinsSmallOnes && len(data) < 16 && len(data) > 0:
		s.held = append(s.held, data...)
		if len(s.held) < 4 {
			return
		}
		data, s.held = s.held, nil
	case s.fault == answersTwice:
		send(data)
	case s.fault == dropsLastByte && len(data) > 1:
		data = data[:len(data)-1]
	case s.fault == upperCases:
		data = bytes.ToUpper(data)
	}
	send(data)
}

// A riggedClient is to the client what riggedUDP is to the server.
type riggedClient struct {
	*net.UDPConn
	fault fault
	to    *net.UDPAddr
}

func rigClient(addr string, f fault) (*riggedClient, error) {
	to, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		return nil, err
	}
	c := &riggedClient{fault: f, to: to}
	if f == isNotConnected {
		c.UDPConn, err = net.ListenUDP("udp", &net.UDPAddr{IP: to.IP})
	} else {
		c.UDPConn, err = net.DialUDP("udp", nil, to)
	}
	return c, err
}

func (c *riggedClient) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	undo := func() {}
	if c.fault != ignoresCancel {
		undo = c.wakeWith(ctx)
	}
	defer undo()
	var err error
	if c.fault == isNotConnected {
		_, err = c.WriteTo(msg, c.to)
	} else {
		_, err = c.Write(msg)
	}
	if err != nil {
		return nil, err
	}
	reply := make([]byte, len(msg)+1)
	switch c.fault {
	case cutsAnswers:
		reply = reply[:len(msg)]
	case readsAnEthernetFrame:
		reply = reply[:min(len(reply), 1472)]
	}
	for {
		n, err := c.Read(reply)
		switch {
		case ctx.Err() != nil && c.fault != ignoresCancel:
			return nil, context.Cause(ctx)
		case c.fault == waitsThroughErrors && err != nil:
			continue
		case err != nil:
			return nil, err
		case c.fault == takesWhatComes, c.fault == takesPrefixes && bytes.HasPrefix(msg, reply[:n]), bytes.Equal(reply[:n], msg):
			return reply[:n], nil
		}
	}
}

func (c *riggedClient) wakeWith(ctx context.Context) (undo func()) {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.SetReadDeadline(time.Unix(1, 0))
		close(woken)
	})
	return func() {
		if !stop() {
			<-woken
			if c.fault != staysCancelled {
				_ = c.SetReadDeadline(time.Time{})
			}
		}
	}
}
