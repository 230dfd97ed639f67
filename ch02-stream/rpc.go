package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/rpc"
)

// RPC makes the stream disappear behind function calls. Package net/rpc does
// so with gob and a number for each call. It is frozen: a call has no deadline
// of its own and a peer no bound on what it sends, and neither will come. Its
// successors have the same shape.
func RPC(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out, remoteCalls)
}

// A counter is the service. Offered to clients are the methods that are
// exported, take an argument and a pointer for the reply, and return an error.
type counter struct {
	arrived chan struct{} // a Wait has begun
	release chan struct{} // it may return
}

var errEmpty = errors.New("nothing to count")

// Count replies with the length of text in bytes.
func (c *counter) Count(text string, reply *int) error {
	if text == "" {
		return errEmpty
	}
	*reply = len(text)
	return nil
}

// Wait does the same when it is allowed to.
func (c *counter) Wait(text string, reply *int) error {
	c.arrived <- struct{}{}
	<-c.release
	return c.Count(text, reply)
}

// remoteCalls runs the service on one end of a connection and calls it from
// the other.
func remoteCalls(client, server *net.TCPConn, out io.Writer) error {
	service := &counter{arrived: make(chan struct{}, 1), release: make(chan struct{})}
	registry := rpc.NewServer()
	if err := registry.RegisterName("Counter", service); err != nil {
		return err
	}
	served := make(chan struct{})
	go func() {
		registry.ServeConn(server) // returns when every call has
		close(served)
	}()
	stub := rpc.NewClientWithCodec(newNumberedCodec(client, out))
	defer func() {
		_, _ = stub.Close(), server.Close() // either may be closed already
		close(service.release)
		<-served
	}()
	oneCall(stub, "Counter.Count", "hello", out)
	oneCall(stub, "Counter.Count", "", out)
	oneCall(stub, "Counter.Sum", "hello", out)
	if err := twoCalls(stub, service, out); err != nil {
		return err
	}
	return peerGone(stub, service, server, out)
}

// oneCall calls method and waits for its reply. A server's error arrives as
// its text, in an rpc.ServerError: which error it was has stayed behind.
func oneCall(stub *rpc.Client, method, text string, out io.Writer) {
	var n int
	err := stub.Call(method, text, &n)
	fmt.Fprintf(out, "client: %s(%q) = %d, %v\n", method, text, n, err)
	if err != nil {
		fmt.Fprintf(out, "client:   %T; errors.Is(err, errEmpty): %t\n", err, errors.Is(err, errEmpty))
	}
}

// twoCalls has two calls in flight on one connection. The reply to the second
// comes first: replies are matched by number and need no order.
func twoCalls(stub *rpc.Client, service *counter, out io.Writer) error {
	slow, err := startWait(stub, service, "first")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "server: Counter.Wait(\"first\") has begun")
	oneCall(stub, "Counter.Count", "overtakes", out)
	service.release <- struct{}{}
	<-slow.Done
	fmt.Fprintf(out, "client: Counter.Wait(\"first\") = %d, %v\n", *slow.Reply.(*int), slow.Error)
	return nil
}

// peerGone closes the server's end while a call waits for its reply. Whether
// the server acted on the call nobody can tell the client: only a call that
// may be repeated without harm can be tried again.
func peerGone(stub *rpc.Client, service *counter, server *net.TCPConn, out io.Writer) error {
	pending, err := startWait(stub, service, "never")
	if err != nil {
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: closed the connection, one call unanswered")
	<-pending.Done
	fmt.Fprintf(out, "client: the pending call: %v\n", pending.Error)
	err = stub.Call("Counter.Count", "hello", new(int))
	fmt.Fprintf(out, "client: the next call: %v, rpc.ErrShutdown: %t\n", err, errors.Is(err, rpc.ErrShutdown))
	return nil
}

// startWait calls Wait and returns once the server has begun on it.
func startWait(stub *rpc.Client, service *counter, text string) (*rpc.Call, error) {
	call := stub.Go("Counter.Wait", text, new(int), nil)
	select {
	case <-service.arrived:
		return call, nil
	case <-call.Done:
		return nil, call.Error
	}
}
