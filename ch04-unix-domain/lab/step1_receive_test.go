package broker_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	broker "sockbook/ch04-unix-domain/lab"
)

// TestCheckName tries names that are, and names that are not.
func TestCheckName(t *testing.T) {
	for _, name := range []string{"a", "tcp-443", "A_9.z", strings.Repeat("x", broker.MaxName)} {
		if err := broker.CheckName(name); err != nil {
			t.Fatalf("letters, digits, hyphen, dot and underscore make a name, %d at most\ninput: %q\ngot: %v\nwant: <nil>", broker.MaxName, name, err)
		}
	}
	for _, name := range []string{"", strings.Repeat("x", broker.MaxName+1), "a b", "a/b", "a\x00b", "-ü-", "a\n", " a", "a "} {
		if err := broker.CheckName(name); !errors.Is(err, broker.ErrName) {
			t.Fatalf("a name from another process is checked before it is used, each byte of it\ninput: %q\ngot: %v\nwant: %v", name, err, broker.ErrName)
		}
	}
}

// TestReceive takes messages with a descriptor and without.
func TestReceive(t *testing.T) {
	p, q := newProcess(t), newProcess(t)
	a, b := connect(p, q, 1, 1)
	_ = a.Send([]byte("y"), broker.None)
	_ = a.Send([]byte("k"+strings.Repeat("x", broker.MaxName)), p.file("the file"))
	m, fd, err := broker.Receive(b, q.close)
	if string(m) != "y" || fd != broker.None || err != nil {
		t.Fatalf("a message without a descriptor is a message\ngot: %q, descriptor %d, %v\nwant: \"y\", descriptor %d, <nil>", m, fd, err, broker.None)
	}
	m, fd, err = broker.Receive(b, q.close)
	if len(m) != 1+broker.MaxName || q.behind(fd) != "the file" || err != nil {
		t.Fatalf("the longest message fits, and what came along is open\ngot: %d bytes, %s, %v\nwant: %d bytes, the file, <nil>", len(m), q.behind(fd), err, 1+broker.MaxName)
	}
	a.hangUp()
	if _, fd, err = broker.Receive(b, q.close); err != io.EOF || fd != broker.None {
		t.Fatalf("the other end has been closed\ngot: descriptor %d, %v\nwant: descriptor %d, %v", fd, err, broker.None, io.EOF)
	}
}

// TestReceiveTruncated gets messages that are too long, in bytes or descriptors.
func TestReceiveTruncated(t *testing.T) {
	for _, tt := range []struct {
		what string
		sent parcel
		want error
	}{
		{"two descriptors", parcel{"k1", []string{"one", "two"}}, broker.ErrTruncated},
		{"a long message, with a descriptor", parcel{"k" + strings.Repeat("x", broker.MaxName+1), []string{"one"}}, broker.ErrTruncated},
		{"a message of no bytes, with a descriptor", parcel{"", []string{"one"}}, broker.ErrBad},
	} {
		what, want := tt.what, tt.want
		q := newProcess(t)
		a, b := connect(newProcess(t), q, 1, 1)
		a.out <- tt.sent
		m, fd, err := broker.Receive(b, q.close)
		if !errors.Is(err, want) || m != nil || fd != broker.None {
			t.Fatalf("a message that was cut is none, and what is left of it is no request\ninput: %s\ngot: %q, descriptor %d, %v\nwant: nothing, descriptor %d, %v", what, m, fd, err, broker.None, want)
		}
		if q.files() != "nothing" {
			t.Fatalf("the descriptors that did fit have been installed: who drops the message has to close them, or anybody can fill the table\ninput: %s\ngot: open: %s\nwant: open: nothing", what, q.files())
		}
	}
}

// TestReceiveFails has a connection that fails after a message has come.
func TestReceiveFails(t *testing.T) {
	q := newProcess(t)
	broken := errors.New("broken")
	m, fd, err := broker.Receive(failing{q.file("one"), broken}, q.close)
	if !errors.Is(err, broken) || m != nil || fd != broker.None || q.files() != "nothing" {
		t.Fatalf("an error may come together with a descriptor, and nobody looks at it then\ninput: Receive returns a descriptor and \"broken\"\ngot: %q, descriptor %d, %v; open: %s\nwant: nothing, descriptor %d, broken; open: nothing", m, fd, err, q.files(), broker.None)
	}
}

// A failing connection returns a descriptor and an error.
type failing struct {
	fd  int
	err error
}

func (failing) Send([]byte, int) error                   { return nil }
func (failing) Peer() (int, error)                       { return 1, nil }
func (f failing) Receive([]byte) (int, int, bool, error) { return 1, f.fd, false, f.err }
