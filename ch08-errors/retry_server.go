package sockerrors

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// A bank is a server that fails on purpose. A request is a line, and so is
// its answer; each takes a connection of its own.
type bank struct {
	ln      net.Listener
	out     io.Writer
	script  []string // how each connection ends: "reset", "hang up", "answer"
	serving sync.WaitGroup

	// Of serve alone, until it has ended.
	paid int
	seen map[string]bool // keys of payments that were made
}

// openBank serves one connection for each word of script.
func openBank(ctx context.Context, out io.Writer, script ...string) (*bank, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &bank{ln: ln, out: out, script: script, seen: map[string]bool{}}
	b.serving.Go(b.serve)
	return b, nil
}

// shut ends the server, and returns what it has paid.
func (b *bank) shut() (paid int) {
	_ = b.ln.Close() // ends Accept
	b.serving.Wait()
	return b.paid
}

func (b *bank) serve() {
	for _, end := range b.script {
		conn, err := b.ln.Accept()
		if err != nil {
			return // closed
		}
		_ = conn.SetDeadline(time.Now().Add(allotted)) // fails only on a closed connection
		request, err := bufio.NewReader(conn).ReadString('\n')
		if err == nil {
			b.answer(conn.(*net.TCPConn), strings.TrimSpace(request), end)
		}
		_ = conn.Close()
	}
}

// answer executes a request, and then fails to say so, or says so. What the
// server prints, it prints before the client can know.
func (b *bank) answer(conn *net.TCPConn, request, end string) {
	result := b.execute(request)
	switch end {
	case "reset":
		fmt.Fprintf(b.out, "server: %q: %s, then it crashes: RST\n", request, result)
		_ = conn.SetLinger(0) // close sends RST (socket(7), SO_LINGER)
	case "hang up":
		fmt.Fprintf(b.out, "server: %q: %s, then it is stopped: FIN\n", request, result)
	case "answer":
		fmt.Fprintf(b.out, "server: %q: %s\n", request, result)
		fmt.Fprintln(conn, result) // a client that is gone needs no answer
	}
}

// execute pays once for each key, and each time for none.
func (b *bank) execute(request string) string {
	payment, key, _ := strings.Cut(request, " key ")
	switch {
	case !strings.HasPrefix(payment, "pay "):
		return "balance 90"
	case b.seen[key]:
		return "has been paid"
	}
	b.seen[key] = key != ""
	b.paid += 10
	return "paid"
}

// ask sends a request on a connection of its own, and returns the answer.
func ask(ctx context.Context, addr, request string) (string, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	if _, err := fmt.Fprintln(conn, request); err != nil {
		return "", err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if errors.Is(err, io.EOF) {
		return "", io.ErrUnexpectedEOF
	}
	return strings.TrimSpace(answer), err
}
