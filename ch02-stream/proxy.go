package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Proxy puts a relay between client and server, and looks at what becomes of
// the bytes, of the end of the stream, and of an error.
func Proxy(ctx context.Context, out io.Writer) error {
	if err := echoThrough(ctx, out); err != nil {
		return err
	}
	return overLoopback(ctx, out,
		question(ctx, "relay", Relay, answerAtEOF),
		question(ctx, "careless relay", relayCareless, answerAtEOF),
		question(ctx, "relay", Relay, giveUp),
	)
}

// echoThrough talks to the chapter's server through a Forwarder.
func echoThrough(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return errors.Join(err, server.Close())
	}
	forwarder := Forwarder{
		Upstream: server.Addr().String(), MaxConns: 16,
		Connect: time.Second, Lifetime: allotted,
	}
	served := make(chan error, 2)
	go func() { served <- server.Serve(ctx) }()
	go func() { served <- forwarder.Serve(ctx, ln) }()
	err = echoToEOF(ctx, ln.Addr().String(), out)
	stop()
	return errors.Join(err, <-served, <-served)
}

func echoToEOF(ctx context.Context, addr string, out io.Writer) error {
	client, err := Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer client.Close()
	sent := bytes.Repeat([]byte("relayed "), 1<<17)
	reply, err := client.Echo(ctx, sent)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: %d bytes through the forwarder, %d back, equal: %t\n",
		len(sent), len(reply), bytes.Equal(sent, reply))
	if err := client.CloseWrite(); err != nil {
		return err
	}
	_, err = client.Read(make([]byte, 1))
	fmt.Fprintln(out, "client: CloseWrite, then Read:", err)
	return nil
}

// question asks through a relay. The question ends with the stream.
func question(ctx context.Context, name string, relay func(context.Context, *net.TCPConn, *net.TCPConn) error,
	answer func(*net.TCPConn, io.Writer) error) scene {
	return func(client, near *net.TCPConn, out io.Writer) error {
		return withPair(ctx, func(far, server *net.TCPConn) error {
			relayed := make(chan error, 1)
			go func() { relayed <- relay(ctx, near, far) }()
			fmt.Fprintf(out, "client: Write(\"how long?\"), CloseWrite, through the %s\n", name)
			if _, err := io.WriteString(client, "how long?"); err != nil {
				return err
			}
			if err := client.CloseWrite(); err != nil {
				return err
			}
			if err := answer(server, out); err != nil {
				return err
			}
			got, err := io.ReadAll(client)
			fmt.Fprintf(out, "client: got %q, then %v\n", got, orEOF(err))
			fmt.Fprintf(out, "relay: %v\n", <-relayed)
			return nil
		})
	}
}

// answerAtEOF knows the whole question only when the stream has ended, as a
// server does that sorts, counts or stores what it is sent.
func answerAtEOF(conn *net.TCPConn, out io.Writer) error {
	defer conn.Close()
	question, err := io.ReadAll(conn)
	if err != nil {
		return err
	}
	n, err := fmt.Fprintf(conn, "%d bytes", len(question))
	fmt.Fprintf(out, "server: read %q to EOF; wrote %d bytes, %v\n", question, n, err)
	return nil
}

// giveUp reads the question and then fails, as a process does that crashes.
func giveUp(conn *net.TCPConn, out io.Writer) error {
	if _, err := io.ReadAll(conn); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: read to EOF, then resets the connection")
	return reset(conn)
}

// orEOF gives the end of stream, which io.ReadAll reports as nil, its name.
func orEOF(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}
