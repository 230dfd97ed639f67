package raw

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// A Server answers ICMP echo requests: what a kernel does by itself, done by a
// program. It works where the kernel's own answering is switched off, in a
// network that has been made for it.
type Server struct {
	Log *log.Logger // nil: silent

	file    *os.File
	at      netip.Addr
	serving sync.Mutex // held while Serve runs
}

// Listen opens a raw socket that gets the echo requests to one address of this
// host. It takes a network namespace with nothing in it but loopback, in which
// it switches the kernel's own answers off (net.ipv4.icmp_echo_ignore_all,
// net.ipv6.icmp.echo_ignore_all): two answers to one question would be one too
// many, and on a machine's real network that switch is not ours.
//
// Errors: errors.ErrUnsupported elsewhere; syscall.EADDRNOTAVAIL for an address
// that is not this host's.
func Listen(ctx context.Context, addr string) (*Server, error) {
	at, err := netip.ParseAddr(addr)
	if err == nil && (at.IsUnspecified() || at.IsMulticast()) {
		err = fmt.Errorf("%v: answers come from one address", at)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	file, err := listenEcho(at.Unmap())
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	return &Server{file: file, at: at.Unmap()}, nil
}

// SetLog sets Log, for a caller that holds the server in an interface.
func (s *Server) SetLog(l *log.Logger) { s.Log = l }

// Addr is the address the server answers for.
func (s *Server) Addr() net.Addr { return &net.IPAddr{IP: s.at.AsSlice()} }

// Serve answers until ctx ends, closes the socket and returns nil. After Close
// it returns net.ErrClosed. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	defer s.file.Close() // closed already if Close was called
	wake := func() { _ = s.file.SetReadDeadline(time.Unix(1, 0)) }
	defer context.AfterFunc(ctx, wake)()
	buf := make([]byte, maxEcho)
	for {
		n, from, err := receiveFrom(s.file, buf)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("echo server: %w", err)
		}
		answer, ok := s.answer(buf[:n])
		if !ok || from.IsMulticast() || from.IsUnspecified() {
			continue
		}
		// As many bytes as came, once, and to nobody but the source.
		if err := sendTo(s.file, answer, from); err != nil && s.Log != nil {
			s.Log.Printf("%v: not answered: %v", from, err)
		}
	}
}

// answer is the reply to a request: the same message under another type. A
// checksum that is wrong over IPv4 the kernel leaves to us; over IPv6 it has
// looked at it.
func (s *Server) answer(packet []byte) ([]byte, bool) {
	request, reply := uint8(EchoRequest6), uint8(EchoReply6)
	if s.at.Is4() {
		request, reply = EchoRequest, EchoReply
		h, payload, err := ParseIPv4(packet)
		if err != nil || h.Dst != s.at || h.MoreFragments || h.FragmentOffset != 0 || Checksum(payload) != 0 {
			return nil, false
		}
		packet = payload
	}
	m, err := ParseICMP(packet)
	if err != nil || m.Type != request || m.Code != 0 {
		return nil, false
	}
	m.Type = reply
	if s.at.Is4() {
		return m.Message4(), true
	}
	return m.Append(nil), true
}

// Close closes the socket and waits for Serve to return. It always returns
// nil.
func (s *Server) Close() error {
	_ = s.file.Close() // closed already if Serve has returned
	s.serving.Lock()   // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}
