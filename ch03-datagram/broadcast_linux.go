package datagram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Broadcast sends one datagram to every host of a network. The kernel refuses
// a program that has not said that it means to (SO_BROADCAST, socket(7)):
// a mistyped address would otherwise wake every machine on the network.
func Broadcast(ctx context.Context, out io.Writer) error {
	host, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer host.close()
	var open parties
	defer func() { open.close() }()
	var near, far, sender *listener4
	listen := func(l **listener4, name, addr string) (err error) {
		if *l, err = listen4(ctx, name, addr); err == nil {
			open = append(open, *l)
		}
		return err
	}
	err = errors.Join(
		listen(&near, "near", "0.0.0.0:4000"),
		host.do(func() error { return listen(&far, "far", "0.0.0.0:4000") }),
		listen(&sender, "sender", "192.0.2.1:0"),
	)
	if err != nil {
		return err
	}
	if err := broadcastRefused(out, sender); err != nil {
		return err
	}
	for _, to := range []string{"192.0.2.255:4000", "255.255.255.255:4000"} {
		fmt.Fprintf(out, "sender: sendto %s\n", to)
		if err := sender.send(to, "to all"); err != nil {
			return err
		}
		for _, l := range []*listener4{near, far} {
			if err := l.until(ctx, out, "to all"); err != nil {
				return err
			}
		}
	}
	return nil
}

// broadcastRefused sends as an ordinary program does, and then says that it
// means it. Package net sets SO_BROADCAST on every UDP socket it makes, so
// here it is taken away first.
func broadcastRefused(out io.Writer, sender *listener4) error {
	for _, allowed := range []int{0, 1} {
		fmt.Fprintf(out, "sender: SO_BROADCAST %d\n", allowed)
		err := control(sender, func(fd int) error {
			return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, allowed))
		})
		if err != nil {
			return err
		}
		if allowed == 0 {
			fmt.Fprintf(out, "sender: %v\n", sender.send("192.0.2.255:4000", "to all"))
		}
	}
	return nil
}
