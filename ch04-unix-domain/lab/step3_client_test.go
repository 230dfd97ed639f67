package broker_test

import (
	"errors"
	"io"
	"testing"

	broker "sockbook/ch04-unix-domain/lab"
)

// TestDeposit hands over to a broker that says yes, or something else.
func TestDeposit(t *testing.T) {
	for _, tt := range []struct {
		answer string
		want   error
	}{{"y", nil}, {"t", broker.ErrTaken}, {"x", broker.ErrBad}, {"u", broker.ErrBad}, {"yes", broker.ErrBad}} {
		answer, want := tt.answer, tt.want
		p, q := newProcess(t), newProcess(t)
		a, b := connect(p, q, owner, owner)
		fd := p.file("one")
		b.out <- parcel{text: answer}
		err := broker.Deposit(a, p.close, "name", fd)
		if want == nil && (err != nil || p.files() != "nothing") {
			t.Fatalf("the broker has a copy: a program that keeps its own open has handed nothing over, and the connection would outlive neither\ninput: the answer %q\ngot: %v; open: %s\nwant: <nil>; open: nothing", answer, err, p.files())
		}
		if want != nil && (!errors.Is(err, want) || p.files() != "one") {
			t.Fatalf("the broker has not taken it, and so it is still the caller's\ninput: the answer %q\ngot: %v; open: %s\nwant: %v; open: one", answer, err, p.files(), want)
		}
		if got := <-b.in; got.text != "kname" || len(got.files) != 1 || got.files[0] != "one" {
			t.Fatalf("a request is one message, its letter, its name, and the descriptor along with it\ngot: %q with %q\nwant: \"kname\" with [\"one\"]", got.text, got.files)
		}
	}
}

// TestDepositUnheard loses its broker before the answer.
func TestDepositUnheard(t *testing.T) {
	p := newProcess(t)
	a, b := connect(p, newProcess(t), owner, owner)
	fd := p.file("one")
	b.hangUp()
	if err := broker.Deposit(a, p.close, "name", fd); !errors.Is(err, io.EOF) || p.files() != "one" {
		t.Fatalf("nobody knows whether the broker has it, and so the program keeps its own\ninput: a broker that ends before it answers\ngot: %v; open: %s\nwant: %v; open: one", err, p.files(), io.EOF)
	}
}

// TestFetch asks for a descriptor and gets it, or something else.
func TestFetch(t *testing.T) {
	for _, tt := range []struct {
		what string
		sent parcel
		want error
	}{
		{"\"y\" with a descriptor", parcel{"y", []string{"one"}}, nil},
		{"\"u\"", parcel{"u", nil}, broker.ErrUnknown},
		{"\"y\" without one", parcel{"y", nil}, broker.ErrBad},
		{"\"t\"", parcel{"t", nil}, broker.ErrBad},
		{"\"u\" with a descriptor", parcel{"u", []string{"one"}}, broker.ErrUnknown},
		{"\"?\" with a descriptor", parcel{"?", []string{"one"}}, broker.ErrBad},
		{"two descriptors", parcel{"y", []string{"one", "two"}}, broker.ErrTruncated},
	} {
		p := newProcess(t)
		a, b := connect(p, newProcess(t), owner, owner)
		b.out <- tt.sent
		fd, err := broker.Fetch(a, p.close, "name")
		if tt.want == nil && (err != nil || p.behind(fd) != "one") {
			t.Fatalf("the answer brings the descriptor along\ninput: %s\ngot: %s, %v\nwant: one, <nil>", tt.what, p.behind(fd), err)
		}
		if tt.want != nil && (!errors.Is(err, tt.want) || fd != broker.None || p.files() != "nothing") {
			t.Fatalf("with an error there is no descriptor, neither returned nor left open\ninput: %s\ngot: descriptor %d, %v; open: %s\nwant: descriptor %d, %v; open: nothing", tt.what, fd, err, p.files(), broker.None, tt.want)
		}
	}
}

// TestNamesAreChecked asks for what is no name.
func TestNamesAreChecked(t *testing.T) {
	p := newProcess(t)
	a, _ := connect(p, newProcess(t), owner, owner)
	fd := p.file("one")
	err := broker.Deposit(a, p.close, "a/b", fd)
	_, err2 := broker.Fetch(a, p.close, "")
	if !errors.Is(err, broker.ErrName) || !errors.Is(err2, broker.ErrName) || len(a.out) > 0 || p.files() != "one" {
		t.Fatalf("what is no name is not sent\ninput: Deposit of \"a/b\", Fetch of \"\"\ngot: %v; %v; %d messages sent; open: %s\nwant: %v; %v; none; one", err, err2, len(a.out), p.files(), broker.ErrName, broker.ErrName)
	}
}
