package datagram

import (
	"context"
	"io"

	"golang.org/x/sys/unix"
)

// MTU sends datagrams that are too large for a network on their way, and
// shows the four things that IP_MTU_DISCOVER (ip(7)) makes of them.
func MTU(ctx context.Context, out io.Writer) error {
	path, err := newNarrowPath(ctx, out)
	if err != nil {
		return err
	}
	defer path.close()
	for _, scene := range []func() error{
		path.byRouter, path.learn, path.bySender, path.refused, path.probe,
	} {
		if err := scene(); err != nil {
			return err
		}
	}
	return path.unconnected(ctx)
}

// byRouter: without the don't-fragment bit, whoever meets the narrow network
// cuts. The receiver's kernel holds the pieces until it has all: the server
// sees one datagram, or, when a single piece is lost, none.
func (p *narrowPath) byRouter() error {
	if err := p.discover(unix.IP_PMTUDISC_DONT, "DONT"); err != nil {
		return err
	}
	if err := p.send(1400, true); err != nil {
		return err
	}
	return p.counts("router", "FragCreates", "far", "ReasmOKs")
}

// learn: what Linux does unasked. The kernel sets the bit, the router drops
// and says what would fit (RFC 1191: ICMP destination unreachable, code 4).
// The datagram is lost, and the kernel does not send it again.
func (p *narrowPath) learn() error {
	if err := p.discover(unix.IP_PMTUDISC_WANT, "WANT"); err != nil {
		return err
	}
	if err := p.send(1401, false); err != nil {
		return err
	}
	return p.tooBig()
}

// bySender: now it knows, and cuts before it sends.
func (p *narrowPath) bySender() error {
	if err := p.send(1402, true); err != nil {
		return err
	}
	return p.counts("near", "FragCreates", "far", "ReasmOKs")
}

// refused: a program that does not want to be cut is told at once, asks what
// fits (IP_MTU, for a connected socket), and takes the headers off.
func (p *narrowPath) refused() error {
	if err := p.discover(unix.IP_PMTUDISC_DO, "DO"); err != nil {
		return err
	}
	if err := p.refuse(1403); err != nil {
		return err
	}
	mtu, err := p.known()
	if err != nil {
		return err
	}
	if err := p.send(mtu-20-8, true); err != nil {
		return err
	}
	return p.counts("near", "FragCreates", "far", "ReasmOKs")
}

// probe: what is known is not believed. A program that looks for the limit
// itself (RFC 8899) sends larger ones from time to time: the path may have
// changed, and an ICMP message may be forged or never come.
func (p *narrowPath) probe() error {
	if err := p.discover(unix.IP_PMTUDISC_PROBE, "PROBE"); err != nil {
		return err
	}
	if err := p.send(1404, false); err != nil {
		return err
	}
	if err := p.tooBig(); err != nil {
		return err
	}
	return p.send(100, true)
}
