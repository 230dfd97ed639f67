package stream

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
)

// Line is the conversation of the Universal Windows Platform's StreamSocket
// program: one line in, the same line back.
func Line(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out, linesAnyhowCut, lineTooLong, lineCutOff)
}

// linesAnyhowCut writes one line in two pieces, then two lines in one.
func linesAnyhowCut(client, server *net.TCPConn, out io.Writer) error {
	read := make(chan int, 8) // more than the Reads of a scene
	go lineServer(server, out, read)
	replies := bufio.NewReader(client)
	for _, exchange := range []struct {
		writes []string
		lines  int
	}{
		{[]string{"h", "ello\r\n"}, 1},
		{[]string{"one\ntwo\n"}, 2},
	} {
		for _, text := range exchange.writes {
			fmt.Fprintf(out, "client: Write(%q)\n", text)
			if _, err := io.WriteString(client, text); err != nil {
				return err
			}
			<-read // or the kernel might join this write and the next
		}
		for range exchange.lines {
			line, err := ReadLine(replies)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "client: the line %q came back\n", line)
		}
	}
	fmt.Fprintln(out, "client: CloseWrite, after a whole line")
	return endOfLines(client, read)
}

// lineTooLong sends more than the server's bound of 32 bytes without an end.
// The server closes with bytes unread, which the kernel turns into RST (RFC
// 9293 section 3.6.1).
func lineTooLong(client, server *net.TCPConn, out io.Writer) error {
	read := make(chan int, 8) // more than the Reads of a scene
	go lineServer(server, out, read)
	fmt.Fprintln(out, `client: Write of 40 × "a"`)
	if _, err := io.WriteString(client, strings.Repeat("a", 40)); err != nil {
		return err
	}
	for range read { // until the server is done
	}
	_, err := client.Read(make([]byte, 1))
	fmt.Fprintln(out, "client: instead of a line:", err)
	return nil
}

// lineCutOff ends the stream inside a line.
func lineCutOff(client, server *net.TCPConn, out io.Writer) error {
	read := make(chan int, 8) // more than the Reads of a scene
	go lineServer(server, out, read)
	fmt.Fprintln(out, `client: Write("good"), CloseWrite: no end of line`)
	if _, err := io.WriteString(client, "good"); err != nil {
		return err
	}
	<-read
	return endOfLines(client, read)
}

// lineServer runs EchoLines on conn, prints what each Read brings and how it
// ends, and closes conn. Each Read is announced on read, so that a client can
// wait until what it wrote has been read.
func lineServer(conn *net.TCPConn, out io.Writer, read chan<- int) {
	defer close(read)
	defer conn.Close()
	watched := tap{conn, func(p []byte) {
		fmt.Fprintf(out, "server: Read → %q\n", p)
		read <- len(p)
	}}
	err := EchoLines(struct {
		io.Reader
		io.Writer
	}{watched, conn}, 32)
	fmt.Fprintf(out, "server: EchoLines returned: %v\n", err)
}

// endOfLines ends the client's direction and waits for the server to be done.
func endOfLines(client *net.TCPConn, read <-chan int) error {
	if err := client.CloseWrite(); err != nil {
		return err
	}
	for range read {
	}
	return nil
}
