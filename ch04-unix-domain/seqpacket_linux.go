package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// SeqPacket shows the third type of socket: connected and ordered as a stream
// is, in records that are kept apart as datagrams are (socket(2)).
func SeqPacket(ctx context.Context, out io.Writer) error {
	if err := onPair(ctx, unix.SOCK_STREAM, out, readsAtOnce); err != nil {
		return err
	}
	for _, play := range []pairScene{readsRecords, cutsRecords, takesNothingForTheEnd} {
		if err := onPair(ctx, unix.SOCK_SEQPACKET, out, play); err != nil {
			return err
		}
	}
	return nil
}

// A pairScene is what happens between the two ends of a socketpair.
type pairScene func(client, server *net.UnixConn, out io.Writer) error

// onPair plays it. When ctx ends, so does every call that waits.
func onPair(ctx context.Context, kind int, out io.Writer, play pairScene) error {
	client, server, err := connPair(kind)
	if err != nil {
		return err
	}
	hangUp := func() {
		_ = client.Close() // the scene may have closed it
		_ = server.Close()
	}
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	_ = client.SetDeadline(time.Now().Add(allotted)) // both fail only on a closed socket
	_ = server.SetDeadline(time.Now().Add(allotted))
	err = play(client, server, out)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// connPair is socketpair(2) as two connections.
func connPair(kind int) (client, server *net.UnixConn, err error) {
	fds, err := cloexecPair(kind)
	if err != nil {
		return nil, nil, err
	}
	theirs := os.NewFile(uintptr(fds[1]), "server")
	client, err = unixConn(os.NewFile(uintptr(fds[0]), "client"))
	if err != nil {
		return nil, nil, errors.Join(err, theirs.Close())
	}
	server, err = unixConn(theirs)
	if err != nil {
		return nil, nil, errors.Join(err, client.Close())
	}
	return client, server, nil
}

// sendAll writes each record with one call.
func sendAll(client *net.UnixConn, records ...string) error {
	for _, r := range records {
		if _, err := client.Write([]byte(r)); err != nil {
			return err
		}
	}
	return nil
}

// readsAtOnce is a stream: what was written is there, the writes are not.
func readsAtOnce(client, server *net.UnixConn, out io.Writer) error {
	fmt.Fprintln(out, `client: stream: write "one", "two", "three"`)
	if err := sendAll(client, "one", "two", "three"); err != nil {
		return err
	}
	return readOnce(server, out, 64)
}

// readOnce shows what one Read brings.
func readOnce(server *net.UnixConn, out io.Writer, room int) error {
	buf := make([]byte, room)
	n, err := server.Read(buf)
	if err != nil && err != io.EOF {
		return err
	}
	if err == io.EOF {
		fmt.Fprintln(out, "server: read: EOF")
	} else {
		fmt.Fprintf(out, "server: read: %q\n", buf[:n])
	}
	return nil
}
