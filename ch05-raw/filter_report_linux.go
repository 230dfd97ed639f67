package raw

import (
	"bytes"
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// reportFilter prints what passed, up to the last datagram, and the kernel's
// own count.
func (t *wireTap) reportFilter(out io.Writer, name string) error {
	passed := 0
	for {
		c, err := t.Read(t.buf)
		if err != nil {
			return err
		}
		passed++
		fmt.Fprintf(out, "%s: %s\n", name, describeFrame(c))
		if bytes.HasSuffix(c.Data, []byte("last")) {
			break
		}
	}
	stats, err := t.Stats()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d packets; the kernel counts %d, dropped %d\n", name, passed, stats.Packets, stats.Drops)
	return nil
}

// reportDrops prints what became of packets that nobody read: the socket's
// buffer takes a few, and those after them are counted and gone.
func (t *wireTap) reportDrops(out io.Writer) error {
	stats, err := t.Stats()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "unread: the kernel counts %d, dropped about %d\n", stats.Packets, stats.Drops)
	return nil
}

// describeFrame is one line on an Ethernet frame.
func describeFrame(c Captured) string {
	if c.Protocol != unix.ETH_P_IP {
		return fmt.Sprintf("%d bytes, EtherType %#04x", c.Length, c.Protocol)
	}
	p, err := wireDecode(c.Data[14:])
	if err != nil {
		return err.Error()
	}
	if p.Proto == unix.IPPROTO_TCP {
		return fmt.Sprintf("%d bytes, TCP %s to %s", c.Length, p.Flags, portName(p.Dst.Port()))
	}
	return fmt.Sprintf("%d bytes, UDP to %s %q", c.Length, portName(p.Dst.Port()), p.Payload)
}

// portName names a port, by number if the story has chosen it.
func portName(port uint16) string {
	if port != filterPort && port != filterPort+1 {
		return "the client's port"
	}
	return fmt.Sprintf("port %d", port)
}
