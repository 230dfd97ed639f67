package batching

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// copySize is what each way carries.
const copySize = 1 << 20

// A source is what bytes are copied from.
type source interface {
	io.Reader
	syscall.Conn
}

// copyWays are compared. In the last two a wrapper hides from io.Copy what the
// destination, or the source, is.
var copyWays = []struct {
	title string
	from  func(context.Context) (source, func(), error)
	copy  func(*net.TCPConn, source) (int64, error)
}{
	{"client: io.Copy(conn, file)", openFile,
		func(conn *net.TCPConn, from source) (int64, error) { return io.Copy(conn, from) }},
	{"client: io.CopyN(conn, file, size)", openFile,
		func(conn *net.TCPConn, from source) (int64, error) { return io.CopyN(conn, from, copySize) }},
	{"client: io.Copy(bufio.NewWriter(conn), file)", openFile,
		func(conn *net.TCPConn, from source) (int64, error) { return io.Copy(bufio.NewWriter(conn), from) }},
	{"client: io.Copy(conn, another conn)", openConn,
		func(conn *net.TCPConn, from source) (int64, error) { return io.Copy(conn, from) }},
	{"client: io.Copy(struct{ net.Conn }{conn}, file)", openFile,
		func(conn *net.TCPConn, from source) (int64, error) { return io.Copy(logged{conn}, from) }},
	{"client: io.Copy(conn, io.TeeReader(file, log))", openFile,
		func(conn *net.TCPConn, from source) (int64, error) {
			return io.Copy(conn, io.TeeReader(from, io.Discard))
		}},
}

func performSendfile() error {
	for _, way := range copyWays {
		err := withStream(context.Background(), func(client, server *net.TCPConn) error {
			read := make(chan error, 1)
			go func() { _, err := io.Copy(io.Discard, server); read <- err }()
			from, done, err := way.from(context.Background())
			if err != nil {
				return err
			}
			defer done()
			if err := mark(way.title, client, from); err != nil {
				return err
			}
			n, err := way.copy(client, from)
			if err == nil && n != copySize {
				err = io.ErrShortWrite
			}
			_ = mark("") // the end of the act; it fails for no connection
			return errors.Join(err, client.Close(), <-read)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// openFile makes a file of copySize bytes that has no name any more.
func openFile(context.Context) (source, func(), error) {
	file, err := os.CreateTemp("", "sendfile")
	if err != nil {
		return nil, nil, err
	}
	_ = os.Remove(file.Name()) // the file goes when it is closed
	return file, func() { _ = file.Close() }, file.Truncate(copySize)
}

// openConn is the receiving end of a connection that copySize bytes come in
// by.
func openConn(context.Context) (source, func(), error) {
	sender, receiver, err := newStream()
	if err != nil {
		return nil, nil, err
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		defer sender.Close()
		_, _ = sender.Write(make([]byte, copySize)) // cut short, it shows in the count
	}()
	return receiver, func() { _ = receiver.Close(); <-sent }, nil
}
