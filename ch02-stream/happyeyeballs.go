package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// HappyEyeballs dials a name that has an IPv6 and an IPv4 address, with the
// IPv6 one in three states: well, silent and refusing. net.Dialer tries it
// first and does not wait for its end: after FallbackDelay, 300 ms unless set,
// it tries IPv4 beside it and keeps whichever connects first (RFC 6555; RFC
// 8305 section 5 has since recommended 250 ms).
func HappyEyeballs(ctx context.Context, out io.Writer) error {
	if err := mayLose(ctx); err != nil {
		return err
	}
	v6, v4, err := listenBoth(ctx)
	if err != nil {
		return err
	}
	defer v4.Close()
	defer v6.Close()
	fmt.Fprintf(out, "server: listening on %v and %v\n", v6.Addr(), v4.Addr())

	dns, err := startNames(ctx, net.IPv6loopback, net.IPv4(127, 0, 0, 1))
	if err != nil {
		return err
	}
	defer dns.Close()
	dialer := &net.Dialer{Resolver: dns.Resolver()}
	found, err := dialer.Resolver.LookupNetIP(ctx, "ip", dualName)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: %s is %v\n", dualName, found)

	_, port, _ := net.SplitHostPort(v6.Addr().String())
	target := net.JoinHostPort(dualName, port)
	timeDial(ctx, out, dialer, target, "IPv6 well")
	if err := loseIncoming(v6, 100); err != nil {
		return err
	}
	timeDial(ctx, out, dialer, target, "IPv6 silent")
	patient := *dialer
	patient.FallbackDelay, patient.Timeout = -1, time.Second // one address after another
	timeDial(ctx, out, &patient, target, "IPv6 silent, no fallback")
	if err := v6.Close(); err != nil {
		return err
	}
	timeDial(ctx, out, dialer, target, "IPv6 refusing")
	return ctx.Err()
}

// timeDial says which address answered, and how long it took.
func timeDial(ctx context.Context, out io.Writer, d *net.Dialer, target, when string) {
	start := time.Now()
	conn, err := d.DialContext(ctx, "tcp", target)
	took := time.Since(start).Round(10 * time.Microsecond)
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err // without the address: at the deadline it may be either
	}
	if err != nil {
		fmt.Fprintf(out, "client: %s: %v (%v)\n", when, err, took)
		return
	}
	fmt.Fprintf(out, "client: %s: %v (%v)\n", when, conn.RemoteAddr(), took)
	_ = conn.Close() // nothing was sent
}

// listenBoth listens on one port of ::1 and of 127.0.0.1. The kernel chooses
// the first, and the same number may be taken in the other family. Nobody
// accepts: the kernel completes the handshakes by itself.
func listenBoth(ctx context.Context) (v6, v4 *net.TCPListener, err error) {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false) // Go's default since 1.24, whose listener takes no filter
	for range 10 {
		six, err := lc.Listen(ctx, "tcp6", "[::1]:0")
		if err != nil {
			return nil, nil, missing{
				what:   fmt.Sprintf("needs IPv6 on loopback: %v", err),
				remedy: "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0",
			}
		}
		_, port, _ := net.SplitHostPort(six.Addr().String())
		four, err := lc.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", port))
		if err == nil {
			return six.(*net.TCPListener), four.(*net.TCPListener), nil
		}
		_ = six.Close() // the port is of no use without the other
	}
	return nil, nil, fmt.Errorf("no port is free on both ::1 and 127.0.0.1")
}
