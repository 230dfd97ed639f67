package echotest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// A cut says how many of the bytes left the next Write takes.
type cut func(left int) int

func whole(left int) int   { return left }
func oneByte(left int) int { return 1 }

// message makes n bytes in which no stretch repeats, so that a lost, doubled
// or misplaced byte shows.
func message(n int) []byte {
	msg := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16)}).Read(msg) // never fails
	return msg
}

// echo sends msg, cut as told, while it reads len(msg) bytes back, and says
// what went wrong.
func echo(conn Conn, msg []byte, next cut) error {
	wrote := make(chan error, 1)
	go func() { wrote <- send(conn, msg, next) }()
	err := receive(conn, msg)
	if err != nil {
		_ = conn.SetWriteDeadline(time.Unix(1, 0)) // nobody reads: do not wait for the writer
	}
	return errors.Join(err, <-wrote)
}

func send(conn Conn, msg []byte, next cut) error {
	for sent := 0; sent < len(msg); {
		n, err := conn.Write(msg[sent:][:next(len(msg)-sent)])
		sent += n
		if err != nil {
			return fmt.Errorf("%d of %d bytes sent, then: %w", sent, len(msg), err)
		}
	}
	return nil
}

// receive reads len(want) bytes and compares them with want.
func receive(conn Conn, want []byte) error {
	got := make([]byte, len(want))
	n, err := io.ReadFull(conn, got)
	if at := difference(got[:n], want); at < n {
		return fmt.Errorf("byte %d of the %d sent is %#02x; it came back as %#02x", at, len(want), want[at], got[at])
	}
	if err != nil {
		return fmt.Errorf("%d of %d bytes came back, then: %w", n, len(want), err)
	}
	return nil
}

// difference is the index of the first byte in which got is not want's.
func difference(got, want []byte) int {
	if bytes.Equal(got, want[:len(got)]) {
		return len(got)
	}
	for i := range got {
		if got[i] != want[i] {
			return i
		}
	}
	return len(got)
}

// finish ends the sending direction and expects the stream to end there, with
// nothing left over.
func finish(conn Conn) error {
	if err := conn.CloseWrite(); err != nil {
		return err
	}
	return ended(conn)
}

// ended expects the end of the stream.
func ended(conn Conn) error {
	var extra [64]byte
	switch n, err := conn.Read(extra[:]); {
	case n > 0:
		return fmt.Errorf("%d bytes came that nobody had sent: %q", n, extra[:n])
	case err != io.EOF:
		return fmt.Errorf("the stream must end with EOF, not: %w", err)
	}
	return nil
}

// isTimeout tells waiting in vain from being cut off.
func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
