package raw

import (
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

func dialEcho(to netip.Addr) (*Client, error) {
	fd, ping, err := openEcho(to)
	if err != nil {
		return nil, err
	}
	var id uint16
	if ping {
		if id, err = echoID(fd); err != nil {
			_ = unix.Close(fd)
			return nil, err
		}
	}
	return newClient(os.NewFile(uintptr(fd), "icmp"), to, ping, id), nil
}

// message takes the IP header off: a raw socket of IPv4 reads from there on,
// all others from the ICMP message on.
func (c *Client) message(packet []byte) ([]byte, bool) {
	if c.to.Is6() || c.ping {
		return packet, true
	}
	h, payload, err := ParseIPv4(packet)
	return payload, err == nil && h.Src == c.to && h.Protocol == ProtocolICMP
}
