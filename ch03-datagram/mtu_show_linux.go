package datagram

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// discover sets IP_MTU_DISCOVER, and shows what the kernel knows then.
func (p *narrowPath) discover(value int, name string) error {
	if err := setIP(p.client, unix.IP_MTU_DISCOVER, value); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "client: IP_PMTUDISC_%s\n", name)
	_, err := p.known()
	return err
}

// known asks the kernel for the largest packet that it believes to pass to
// where the client is connected.
func (p *narrowPath) known() (mtu int, err error) {
	err = control(p.client, func(fd int) (err error) {
		mtu, err = unix.GetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MTU)
		return os.NewSyscallError("getsockopt", err)
	})
	fmt.Fprintf(p.out, "kernel: IP_MTU %d\n", mtu)
	return mtu, err
}

// send sends a datagram, and where it comes, prints what came. The next one
// that comes has another length, and shows that this one did not.
func (p *narrowPath) send(size int, comes bool) error {
	if _, err := p.client.Write(make([]byte, size)); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "client: send %d bytes: ok\n", size)
	if !comes {
		return nil
	}
	n, err := p.server.Read(make([]byte, 1<<16))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "server: %d bytes\n", n)
	return nil
}

// refuse sends a datagram that the kernel does not take.
func (p *narrowPath) refuse(size int) error {
	_, err := p.client.Write(make([]byte, size))
	return p.messageTooLong(fmt.Sprintf("send %d bytes", size), err)
}

// tooBig waits for the router's message. It reaches a connected socket as the
// error of its next call, whichever that is: here a receive.
func (p *narrowPath) tooBig() error {
	_, err := p.client.Read(make([]byte, 1))
	if err := p.messageTooLong("receive", err); err != nil {
		return err
	}
	if _, err := p.known(); err != nil {
		return err
	}
	return p.counts("router", "OutDestUnreachs")
}

// messageTooLong prints the system call's error, which is to be EMSGSIZE.
func (p *narrowPath) messageTooLong(call string, err error) error {
	var failed *os.SyscallError
	if !errors.As(err, &failed) || !errors.Is(err, syscall.EMSGSIZE) {
		return fmt.Errorf("%s: %w; want EMSGSIZE", call, err)
	}
	fmt.Fprintf(p.out, "client: %s: %v\n", call, failed)
	return nil
}

// counts prints counters of hosts: a host's name and what it counts, in turn.
func (p *narrowPath) counts(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		host, name := pairs[i], pairs[i+1]
		var n int
		look := func() (err error) { n, err = counter(counterOf[name], name); return err }
		var err error
		switch host {
		case "router":
			err = p.router.do(look)
		case "far":
			err = p.far.do(look)
		default:
			err = look()
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "%s: %s %d\n", host, name, n)
	}
	return nil
}

// counterOf is the protocol whose counter it is.
var counterOf = map[string]string{"FragCreates": "Ip", "ReasmOKs": "Ip", "OutDestUnreachs": "Icmp"}
