package stream

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
)

// A framing turns messages into bytes of a stream, and back.
type framing struct {
	name   string
	append func(b, msg []byte) []byte
	read   func(*bufio.Reader) ([]byte, error)
}

var framings = []framing{
	{"line", func(b, msg []byte) []byte { return append(append(b, msg...), '\n') }, ReadLine},
	{"length", AppendFrame, func(r *bufio.Reader) ([]byte, error) { return ReadFrame(r, nil, 1024) }},
	{"delimiter", AppendPacket, ReadPacket},
}

// Framing sends the same messages in three framings, each cut in two ways, and
// then what each of the three is bad at.
func Framing(ctx context.Context, out io.Writer) error {
	messages := []string{"hello", "", "over the wire"}
	awkward := []string{"two\nlines", "\xc0\xdb"}
	for _, f := range framings {
		err := overLoopback(ctx, out,
			f.scene(messages, f.encode(messages), 1<<10),
			f.scene(messages, f.encode(messages), 1))
		if err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "What each can carry: a line feed, then SLIP's own two bytes.")
	for _, f := range framings {
		if err := overLoopback(ctx, out, f.scene(awkward, f.encode(awkward), 1<<10)); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "What each makes of a stream whose first byte is missing.")
	for _, f := range framings {
		if err := overLoopback(ctx, out, f.scene(messages, f.encode(messages)[1:], 1<<10)); err != nil {
			return err
		}
	}
	return nil
}

func (f framing) encode(messages []string) []byte {
	var b []byte
	for _, msg := range messages {
		b = f.append(b, []byte(msg))
	}
	return b
}

// scene sends stream in Writes of size bytes. The server's report ends with
// whether it is what was meant.
func (f framing) scene(meant []string, stream []byte, size int) scene {
	return func(client, server *net.TCPConn, out io.Writer) error {
		reads := make(chan int, 1)
		done := make(chan error, 1)
		go func() { done <- f.serve(server, reads, fmt.Sprintf("%q", meant), out) }()
		pieces := slices.Collect(slices.Chunk(stream, size))
		fmt.Fprintf(out, "client: by %s, %d bytes in %s\n", f.name, len(stream), times(len(pieces), "Write"))
		for _, piece := range pieces {
			if _, err := client.Write(piece); err != nil {
				return err
			}
			<-reads // or the kernel might join this write and the next
		}
		if err := client.CloseWrite(); err != nil {
			return err
		}
		return <-done
	}
}

// serve reads every message, announcing each Read on reads, and prints what
// came out of how many Reads and how it ended.
func (f framing) serve(conn net.Conn, reads chan<- int, meant string, out io.Writer) error {
	defer close(reads)
	count := 0
	r := bufio.NewReaderSize(tap{conn, func([]byte) { count++; reads <- count }}, 1024)
	var got []string
	for {
		msg, err := f.read(r)
		if err == nil {
			got = append(got, string(msg))
			continue
		}
		shown := fmt.Sprintf("%q", got)
		if shown == meant {
			shown += ", as meant"
		}
		fmt.Fprintf(out, "server: by %s, %s: %s, then %v\n", f.name, times(count, "Read"), shown, err)
		return nil
	}
}

func times(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
