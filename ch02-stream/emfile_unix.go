//go:build unix

package stream

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// EMFILE takes all descriptors from a process that serves. accept(2) fails
// with EMFILE, yet the client is connected: its connection waits in the
// kernel's queue, and so the listener stays readable. A loop that tries again
// at once spins; Server waits between tries.
func EMFILE(ctx context.Context, out io.Writer) error {
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	client, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Fprintf(out, "client: connected, %v → %v\n", client.LocalAddr(), client.RemoteAddr())

	release, refused, err := takeDescriptors()
	if err != nil {
		return err
	}
	defer release()
	fmt.Fprintf(out, "server: no descriptor is left: %v\n", refused)
	tries, err := acceptAtOnce(server.ln, 50*time.Millisecond)
	fmt.Fprintf(out, "server: a loop without a pause: about %d tries in 50ms\n", tries)
	fmt.Fprintf(out, "server: each of them: %v\n", err)
	server.Log = log.New(&onLine{n: 3, w: out, do: func() {
		release()
		fmt.Fprintln(out, "server: a descriptor is free again")
	}}, "server: ", 0)
	return backOff(ctx, server, client, out)
}

// acceptAtOnce is the loop not to write. It stops after d, or if accept
// succeeds.
func acceptAtOnce(ln *net.TCPListener, d time.Duration) (tries int, err error) {
	for start := time.Now(); err == nil || time.Since(start) < d; tries++ {
		var conn net.Conn
		if conn, err = ln.Accept(); err == nil {
			return tries, conn.Close()
		}
	}
	return tries, err
}

// backOff serves the client that has been waiting in the queue.
func backOff(ctx context.Context, server *Server, client *Client, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	reply, err := client.Echo(ctx, []byte("still here?"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, got back %q\n", "still here?", reply)
	if err := client.Close(); err != nil {
		return err
	}
	stop()
	return <-served
}

// An onLine passes lines on, and does something after the n-th.
type onLine struct {
	n  int
	w  io.Writer
	do func()
}

func (o *onLine) Write(line []byte) (int, error) {
	n, err := o.w.Write(line)
	if o.n--; o.n == 0 {
		o.do()
	}
	return n, err
}

// takeDescriptors lowers RLIMIT_NOFILE, which bounds the descriptor numbers of
// this process (getrlimit(2)), and opens files until one is refused. release
// undoes both; calling it again does nothing.
func takeDescriptors() (release func(), refused, err error) {
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &before); err != nil {
		return nil, nil, os.NewSyscallError("getrlimit", err)
	}
	lower := before
	lower.Cur = min(lower.Cur, 64)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &lower); err != nil {
		return nil, nil, os.NewSyscallError("setrlimit", err)
	}
	var taken []*os.File
	for refused == nil {
		var f *os.File
		if f, refused = os.Open(os.DevNull); refused == nil {
			taken = append(taken, f)
		}
	}
	return sync.OnceFunc(func() {
		for _, f := range taken {
			_ = f.Close() // nothing was written
		}
		_ = unix.Setrlimit(unix.RLIMIT_NOFILE, &before) // up to what it was: always allowed
	}), refused, nil
}
