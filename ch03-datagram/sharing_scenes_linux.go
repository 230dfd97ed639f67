package datagram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// alone: a port belongs to the socket that has it, unless both agree.
func (s *sharingScene) alone(ctx context.Context) error {
	if err := s.open(ctx, "first", "127.0.0.1:4000", 0); err != nil {
		return err
	}
	if err := s.open(ctx, "second", "127.0.0.1:4000", unix.SO_REUSEADDR); !errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("bind: %w; want EADDRINUSE", err)
	}
	return nil
}

// reuseAddr: with SO_REUSEADDR on both, the socket bound last gets what is
// sent to the address, and the first one starves without an error: on UDP,
// where no TIME_WAIT is to be passed over, the option takes ports away. What
// is sent to a group that both joined goes to both.
func (s *sharingScene) reuseAddr(ctx context.Context) error {
	for _, name := range []string{"first", "second"} {
		if err := s.open(ctx, name, "0.0.0.0:4000", unix.SO_REUSEADDR); err != nil {
			return err
		}
	}
	if err := s.join(); err != nil {
		return err
	}
	return s.toAddressAndGroup(ctx, 3)
}

// reusePort: with SO_REUSEPORT, which wants the same user for all (socket(7)),
// the kernel picks by a hash of the addresses and ports of both ends. Each
// client keeps its socket as long as their number is the same.
func (s *sharingScene) reusePort(ctx context.Context) error {
	for _, name := range []string{"first", "second"} {
		if err := s.open(ctx, name, "127.0.0.1:4000", unix.SO_REUSEPORT); err != nil {
			return err
		}
	}
	const clients, each = 32, 3
	for i := range clients {
		client, err := listen4(ctx, "client", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer client.Close()
		if err := client.send("127.0.0.1:4000", slices.Repeat([]string{fmt.Sprint("client ", i)}, each)...); err != nil {
			return err
		}
	}
	var split int // clients whose datagrams went to several sockets
	from := make(map[string]string)
	received, err := s.collect(ctx, clients*each)
	if err != nil {
		return err
	}
	for i, l := range s.sharers {
		for _, text := range received[i] {
			if from[text] != "" && from[text] != l.name {
				split++
			}
			from[text] = l.name
		}
		fmt.Fprintf(s.out, "%s: has some of the %d datagrams of %d clients: %t\n", l.name, clients*each, clients, len(received[i]) > 0)
	}
	fmt.Fprintf(s.out, "kernel: clients known %d, split between sockets %d\n", len(from), split)
	return nil
}

// toAddressAndGroup sends one datagram each and prints who got them: total,
// all copies counted.
func (s *sharingScene) toAddressAndGroup(ctx context.Context, total int) error {
	for _, to := range []string{"127.0.0.1", anySource} {
		if err := s.sender.send(to+":4000", "to "+to); err != nil {
			return err
		}
	}
	received, err := s.collect(ctx, total)
	if err != nil {
		return err
	}
	for i, l := range s.sharers {
		fmt.Fprintf(s.out, "%s: got %q\n", l.name, strings.Join(received[i], ", "))
	}
	return nil
}
