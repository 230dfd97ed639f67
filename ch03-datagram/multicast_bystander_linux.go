package datagram

import (
	"context"
	"fmt"

	"golang.org/x/sys/unix"
)

// bystander binds the port on the near host and joins nothing. On Linux it is
// sent what any program of its host has joined, unless it asks not to be
// (IP_MULTICAST_ALL, ip(7)); elsewhere a membership is the socket's own.
func (s *multicastScene) bystander(ctx context.Context) error {
	by, err := listen4(ctx, "bystander", "0.0.0.0:4000")
	if err != nil {
		return err
	}
	defer by.Close()
	fmt.Fprintln(s.out, "bystander: bind, join nothing")
	if err := s.sender.send(anySource+":4000", "to the group"); err != nil {
		return err
	}
	if err := by.until(ctx, s.out, "to the group"); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "bystander: IP_MULTICAST_ALL 0")
	if err := setIP(by, unix.IP_MULTICAST_ALL, 0); err != nil {
		return err
	}
	if err := s.sender.send(anySource+":4000", "to members"); err != nil {
		return err
	}
	// Of the two on the port, the one that was bound last gets this.
	if err := s.sender.send("192.0.2.1:4000", "to the port"); err != nil {
		return err
	}
	if err := by.until(ctx, s.out, "to the port"); err != nil {
		return err
	}
	return s.heard(ctx, "to members")
}
