package broker_test

import (
	"testing"

	broker "sockbook/ch04-unix-domain/lab"
)

// TestTwoLives lets a program deposit a descriptor, end, and come back, with the
// kernel of this machine where that is Linux.
func TestTwoLives(t *testing.T) {
	k := startLive(t)
	b := broker.New(k.close, k.uid)
	finished := make(chan error, 2)
	life := func() broker.Conn {
		program, brokers := k.connect()
		go func() { finished <- b.Serve(brokers) }()
		return program
	}
	first := life()
	write, read := k.pipe()
	if err := broker.Deposit(first, k.close, "the-pipe", write); err != nil {
		t.Fatalf("a program deposits what it has open\ngot: %v\nwant: <nil>", err)
	}
	k.hangUp(first)
	if err := <-finished; err != nil {
		t.Fatalf("the program has ended, and that is no failure\ngot: %v\nwant: <nil>", err)
	}
	if k.ended(read) {
		t.Fatalf("as long as the broker keeps the other end, a pipe does not end, though the program has")
	}
	second := life()
	fd, err := broker.Fetch(second, k.close, "the-pipe")
	if err != nil {
		t.Fatalf("the next instance fetches it\ngot: %v\nwant: <nil>", err)
	}
	if got := k.through(fd, read, "still here"); got != "still here" {
		t.Fatalf("it is the same pipe, with another number perhaps\ngot: %q\nwant: \"still here\"", got)
	}
	_ = k.close(fd)
	k.hangUp(second)
	<-finished // the broker closes its copy after it has answered
	if !k.ended(read) {
		t.Fatalf("nobody has the other end any more: a copy that was left open somewhere keeps it alive")
	}
}
