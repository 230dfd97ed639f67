//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// crowd is how many connections one thread serves at once.
const crowd = 100

// Poll serves many connections from one thread, first with poll(2), then with
// what the system has for larger crowds, and counts the calls. In between it
// waits in one place for all of them; the calls on a socket never wait.
func Poll(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		clients, servers, err := s.crowd()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: %d connections, one thread\n", crowd)
		kept, err := newKeptSet()
		if err != nil {
			return err
		}
		defer kept.close()
		for _, set := range []waitSet{&passedSet{}, kept} {
			for _, fd := range servers {
				if err := set.add(fd); err != nil {
					return err
				}
			}
			fmt.Fprintf(out, "server: %s\n", set.prepared())
			for _, talking := range [][]int{clients, clients[:1]} {
				if err := serveRound(out, set, talking, servers); err != nil {
					return err
				}
			}
		}
		return showNetpoller(ctx, out)
	})
}

// A waitSet is a set of descriptors to wait for input on.
type waitSet interface {
	add(fd int) error
	wait() (ready []int, err error) // in one call
	prepared() string               // what adding took
	waited() string                 // what a wait takes
}

// crowd connects clients and accepts them. The server's ends do not block.
func (s *sockets) crowd() (clients, servers []int, err error) {
	ln, addr, err := s.listener(crowd)
	if err != nil {
		return nil, nil, err
	}
	for range crowd {
		client, err := s.client(addr)
		if err != nil {
			return nil, nil, err
		}
		server, err := s.accept(ln)
		if err != nil {
			return nil, nil, err
		}
		if err := unix.SetNonblock(server, true); err != nil {
			return nil, nil, os.NewSyscallError("fcntl", err)
		}
		clients, servers = append(clients, client), append(servers, server)
	}
	return clients, servers, nil
}

// serveRound has some clients say something, and echoes it.
func serveRound(out io.Writer, set waitSet, clients, servers []int) error {
	for i, fd := range clients {
		if _, err := unix.Write(fd, []byte("hello")); err != nil {
			return os.NewSyscallError("write", err)
		}
		if _, err := await(servers[i], unix.POLLIN); err != nil { // it is there before the server looks
			return err
		}
	}
	ready, err := set.wait()
	if err != nil {
		return err
	}
	buf := make([]byte, 64)
	for _, fd := range ready {
		n, err := unix.Read(fd, buf)
		if err != nil {
			return os.NewSyscallError("read", err)
		}
		if _, err := unix.Write(fd, buf[:n]); err != nil {
			return os.NewSyscallError("write", err)
		}
	}
	fmt.Fprintf(out, "server: %s: %d ready; %d recv, %d send\n", set.waited(), len(ready), len(ready), len(ready))
	for _, fd := range clients {
		if _, err := unix.Read(fd, buf); err != nil {
			return os.NewSyscallError("read", err)
		}
	}
	return nil
}

// A passedSet is poll(2)'s: the program passes the whole set with each call,
// and looks through all of it afterwards.
type passedSet struct{ fds []unix.PollFd }

func (p *passedSet) add(fd int) error {
	p.fds = append(p.fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	return nil
}

func (p *passedSet) wait() (ready []int, err error) {
	err = pollAgain(p.fds)
	for _, e := range p.fds {
		if e.Revents != 0 {
			ready = append(ready, int(e.Fd))
		}
	}
	return ready, err
}

func (p *passedSet) prepared() string { return "poll: no call, the set is the program's" }

func (p *passedSet) waited() string {
	return fmt.Sprintf("1 poll, %d entries there and back", len(p.fds))
}
