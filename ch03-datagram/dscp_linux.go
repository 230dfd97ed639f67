package datagram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"golang.org/x/sys/unix"
)

// Per-hop behaviours that a network may know: the six upper bits of what was
// the type of service (RFC 2474).
const (
	bestEffort = 0
	lowerOne   = 1  // LE, RFC 8622: what may wait
	assured41  = 34 // AF41, RFC 2597: video
	expedited  = 46 // EF, RFC 3246: voice
)

// The two lower bits are ECN's (RFC 3168): whether the sender slows down when
// told to, and, set by a router that would otherwise drop, that it is to.
const (
	notECT = 0b00
	ect0   = 0b10
)

var codepoint = [4]string{"Not-ECT", "ECT(1)", "ECT(0)", "CE"}

// DSCP marks datagrams with the service they want, for a whole socket and for
// one message, and shows the mark at the receiver. It is a wish: a network
// treats it as it likes, and most erase it at their border.
func DSCP(ctx context.Context, out io.Writer) error {
	for _, show := range []func(context.Context, io.Writer) error{dscp4, dscp6} {
		if err := show(ctx, out); err != nil {
			return err
		}
	}
	return nil
}

func dscp4(ctx context.Context, out io.Writer) error {
	s, err := newMarkScene(ctx, out, "127.0.0.1:0", marks4)
	if err != nil {
		return err
	}
	defer s.close()
	// That the option holds both parts is a trap: who sets a DSCP without
	// shifting it asks for another one, and for ECN's bits.
	for _, tos := range []int{
		bestEffort<<2 | notECT, expedited<<2 | notECT, expedited<<2 | ect0,
		expedited | notECT, lowerOne<<2 | notECT,
	} {
		if err := s.wholeSocket(tos); err != nil {
			return err
		}
	}
	return s.oneMessage(assured41 << 2)
}

// dscp6 does the same for IPv6, whose header has the byte under another name,
// the traffic class (RFC 8200 section 7), and whose option has one too.
func dscp6(ctx context.Context, out io.Writer) error {
	s, err := newMarkScene(ctx, out, "[::1]:0", marks6)
	if errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT) {
		return missing{what: fmt.Sprintf("traffic classes take IPv6: %v", err)}
	}
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.wholeSocket(expedited<<2 | ect0); err != nil {
		return err
	}
	return s.oneMessage(assured41 << 2)
}

// markOptions are a protocol's names for the mark: the option that sets it,
// which is also the type of the ancillary data, and the one that asks for it.
type markOptions struct {
	name                string
	level, set, receive int
}

var (
	marks4 = markOptions{name: "IP_TOS", level: unix.IPPROTO_IP, set: unix.IP_TOS, receive: unix.IP_RECVTOS}
	marks6 = markOptions{name: "IPV6_TCLASS", level: unix.IPPROTO_IPV6, set: unix.IPV6_TCLASS, receive: unix.IPV6_RECVTCLASS}
)
