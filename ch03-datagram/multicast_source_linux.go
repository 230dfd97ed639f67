package datagram

import (
	"context"
	"fmt"
	"net"
)

// leave takes the far host out of the group: from then on it hears nothing of
// it, though its socket is bound to the port as before.
func (s *multicastScene) leave(ctx context.Context) error {
	fmt.Fprintf(s.out, "far: leave %s\n", anySource)
	if err := s.far.packet.LeaveGroup(s.farWire, &net.UDPAddr{IP: net.ParseIP(anySource)}); err != nil {
		return err
	}
	if err := s.sender.send(anySource+":4000", "after far left"); err != nil {
		return err
	}
	if err := s.near.until(ctx, s.out, "after far left"); err != nil {
		return err
	}
	if err := s.sender.send("192.0.2.2:4000", "to far alone"); err != nil {
		return err
	}
	return s.far.until(ctx, s.out, "to far alone")
}

// sourceSpecific lets the far host ask for one source's datagrams only. Two
// sources may then use one group, and nobody can talk in between.
func (s *multicastScene) sourceSpecific(ctx context.Context) error {
	group := &net.UDPAddr{IP: net.ParseIP(oneSource)}
	source := &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1)}
	fmt.Fprintf(s.out, "far: join %s, source %s only\n", oneSource, source.IP)
	if err := s.far.packet.JoinSourceSpecificGroup(s.farWire, group, source); err != nil {
		return err
	}
	if err := runIP(ctx, "addr add 192.0.2.3/24 dev wire"); err != nil {
		return err
	}
	other, err := listen4(ctx, "other", "192.0.2.3:0")
	if err != nil {
		return err
	}
	defer other.Close()
	if err := other.send(oneSource+":4000", "from another source"); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "other: sent from 192.0.2.3 to %s\n", oneSource)
	if err := s.sender.send(oneSource+":4000", "from the source"); err != nil {
		return err
	}
	return s.far.until(ctx, s.out, "from the source")
}
