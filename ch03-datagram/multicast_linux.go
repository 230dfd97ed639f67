package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
)

// The groups of the example: one of those an organisation may use as it likes
// (239.0.0.0/8, RFC 2365), and a source-specific one (232.0.0.0/8, RFC 4607).
const (
	anySource = "239.1.2.3"
	oneSource = "232.1.2.3"
)

// A multicastScene is two hosts on one cable, each of which listens.
type multicastScene struct {
	out               io.Writer
	near, far, sender *listener4
	farWire           *net.Interface // a host's interfaces have numbers of its own
}

// Multicast sends to a group: to the hosts that asked for it, however many,
// and no others. It shows how far a datagram gets, whether the sender's own
// host hears it, and how a receiver chooses its source.
func Multicast(ctx context.Context, out io.Writer) error {
	host, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer host.close()
	s := &multicastScene{out: out}
	var open parties
	defer func() { open.close() }()
	join := func(name string) (l *listener4, i *net.Interface, err error) {
		if l, err = listen4(ctx, name, "0.0.0.0:4000"); err != nil {
			return nil, nil, err
		}
		open = append(open, l)
		i, err = s.join(l)
		return l, i, err
	}
	if s.near, _, err = join("near"); err != nil {
		return err
	}
	err = host.do(func() (err error) { s.far, s.farWire, err = join("far"); return err })
	if err != nil {
		return err
	}
	if s.sender, err = listen4(ctx, "sender", "192.0.2.1:0"); err != nil {
		return err
	}
	open = append(open, s.sender)
	for _, scene := range []func(context.Context) error{s.timeToLive, s.loopback, s.bystander, s.leave, s.sourceSpecific} {
		if err := scene(ctx); err != nil {
			return err
		}
	}
	return nil
}

// join asks for a group on one interface. The kernel tells the network's
// routers (IGMP, RFC 9776), and lets the interface take the group's frames.
func (s *multicastScene) join(l *listener4) (*net.Interface, error) {
	i, err := net.InterfaceByName("wire")
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(s.out, "%s: join %s on %s\n", l.name, anySource, i.Name)
	return i, l.packet.JoinGroup(i, &net.UDPAddr{IP: net.ParseIP(anySource)})
}

// heard prints what each party receives, up to the text that both do.
func (s *multicastScene) heard(ctx context.Context, last string) error {
	for _, l := range []*listener4{s.near, s.far} {
		if err := l.until(ctx, s.out, last); err != nil {
			return err
		}
	}
	return nil
}

// timeToLive: 0 keeps a datagram on its host, 1 on its network. 1 is what a
// socket begins with (ip(7), IP_MULTICAST_TTL); a router takes one away.
func (s *multicastScene) timeToLive(ctx context.Context) error {
	ttl, err := s.sender.packet.MulticastTTL()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "kernel: IP_MULTICAST_TTL is %d at first\n", ttl)
	for _, hops := range []int{0, 1} {
		if err := s.sender.packet.SetMulticastTTL(hops); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "sender: IP_MULTICAST_TTL %d, send\n", hops)
		if err := s.sender.send(anySource+":4000", fmt.Sprint("ttl ", hops)); err != nil {
			return err
		}
	}
	return s.heard(ctx, "ttl 1")
}

// loopback: without it, the sender's host hears nothing of what it sends. It
// is the sender's option on Linux, and the receiver's on Windows.
func (s *multicastScene) loopback(ctx context.Context) error {
	for _, on := range []bool{false, true} {
		if err := s.sender.packet.SetMulticastLoopback(on); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "sender: IP_MULTICAST_LOOP %t, send\n", on)
		if err := s.sender.send(anySource+":4000", fmt.Sprint("loop ", on)); err != nil {
			return err
		}
	}
	return s.heard(ctx, "loop true")
}
