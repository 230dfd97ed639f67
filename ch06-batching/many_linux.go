package batching

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// MMsg sends and receives many datagrams with one call each, and then has the
// third of five fail: what the call returns, and who tells the error.
func MMsg(ctx context.Context, out io.Writer) error {
	return withDatagrams(ctx, func(client, server int) error {
		var list []message
		for i := range 5 {
			list = append(list, message{data: bytes.Repeat([]byte{'a' + byte(i)}, i+1)})
		}
		n, err := sendList(client, list)
		fmt.Fprintf(out, "client: sendmmsg, 5 messages: %d sent, %v\n", n, err)
		if err := receiveList(out, server, 5); err != nil {
			return err
		}
		errno := emptyHanded(server)
		fmt.Fprintf(out, "server: recvmmsg, nothing left: %v\n", errno)
		return partialSend(out, client, server, list)
	})
}

// partialSend makes the third message longer than a datagram can be. The call
// stops there, and its result is a number: the error is that of the next call,
// which begins with the message that failed. Who takes a short count for the
// end, or goes on behind it, never learns why.
func partialSend(out io.Writer, client, server int, list []message) error {
	list[2].data = make([]byte, largest+1)
	n, err := sendList(client, list)
	fmt.Fprintf(out, "client: sendmmsg, 5 messages, the third too long: %d sent, %v\n", n, err)
	n, err = sendList(client, list[2:])
	fmt.Fprintf(out, "client: sendmmsg, from the third on: %d sent, %v\n", n, err)
	n, err = sendList(client, list[3:])
	fmt.Fprintf(out, "client: sendmmsg, from the fourth on: %d sent, %v\n", n, err)
	return receiveList(out, server, 4)
}

// sendList sends list with one sendmmsg.
func sendList(fd int, list []message) (int, error) {
	h := newHeaders(len(list), len(list))
	h.load(each(list, nil), unix.AF_INET)
	n, errno := h.send(fd, len(list))
	return n, result(errno)
}

// receiveList waits until n datagrams are read with one recvmmsg.
func receiveList(out io.Writer, fd, n int) error {
	h, buffers := newHeaders(n, n), make([]byte, n*maxDatagram)
	h.expect(buffers)
	got, errno := recvmmsgWith(fd, h.list, 0)
	if errno != 0 {
		return errno
	}
	var texts []string
	for i := range got {
		var m message
		h.message(i, buffers[i*maxDatagram:], &m)
		texts = append(texts, string(m.data))
	}
	fmt.Fprintf(out, "server: recvmmsg, room for %d: %d received: %q\n", n, got, texts)
	return nil
}

// emptyHanded is what a call finds that does not wait.
func emptyHanded(fd int) error {
	h := newHeaders(2, 2)
	h.expect(make([]byte, 2*maxDatagram))
	_, errno := h.recv(fd)
	return result(errno)
}
