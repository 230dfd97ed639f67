package broker

import (
	"errors"
	"io"
	"sync"
)

// A Broker keeps descriptors under names, for one user's processes. Several
// goroutines may use it at once.
type Broker struct {
	closeFD Close
	owner   int // uid

	// BEGIN SOLUTION: what is kept
	mu    sync.Mutex
	files map[string]*file
	// END SOLUTION
}

// BEGIN SOLUTION: one of them
type file struct {
	fd      int
	leaving bool // an answer with it is being sent
}

// END SOLUTION

// New is a broker for the processes of a user.
func New(closeFD Close, owner int) *Broker {
	b := &Broker{closeFD: closeFD, owner: owner}
	// BEGIN SOLUTION: prepare what keeps them
	b.files = map[string]*file{}
	// END SOLUTION
	return b
}

// Serve answers the requests of one connection until its other end is closed,
// and returns nil. It asks who is there first, and receives nothing from another
// user than the owner. What is no request, or truncated, it answers with Bad.
//
// A descriptor is the broker's from the moment that it arrives: it is kept, or
// it is closed. One that is fetched is no longer kept, and the broker's copy is
// closed once the answer has been sent. If the answer cannot be sent, it stays
// kept. Two that fetch one name at the same time do not both get it.
//
// Errors: ErrDenied; or the connection's own.
func (b *Broker) Serve(c Conn) error {
	// BEGIN SOLUTION: who is there, and then request by request
	if uid, err := c.Peer(); err != nil || uid != b.owner {
		return errors.Join(ErrDenied, err)
	}
	for {
		message, fd, err := Receive(c, b.closeFD)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTruncated), errors.Is(err, ErrBad):
			err = c.Send([]byte{Bad}, None)
		case err != nil:
			return err
		case message[0] == OpKeep && fd != None:
			err = b.keep(c, string(message[1:]), fd)
		case message[0] == OpFetch && fd == None:
			err = b.fetch(c, string(message[1:]))
		default:
			discard(fd, b.closeFD)
			err = c.Send([]byte{Bad}, None)
		}
		if err != nil {
			return err
		}
	}
	// END SOLUTION
}

// Keep takes a descriptor over and keeps it under a name. With an error it is
// closed.
//
// Errors: ErrName; ErrTaken; ErrFull with MaxFiles kept already.
func (b *Broker) Keep(name string, fd int) error {
	// BEGIN SOLUTION: check, and keep or close
	b.mu.Lock()
	defer b.mu.Unlock()
	err := CheckName(name)
	if _, taken := b.files[name]; err == nil && taken {
		err = ErrTaken
	}
	if err == nil && len(b.files) >= MaxFiles {
		err = ErrFull
	}
	if err != nil {
		discard(fd, b.closeFD)
		return err
	}
	b.files[name] = &file{fd: fd}
	return nil
	// END SOLUTION
}

// BEGIN SOLUTION: the two requests

// keep answers a request to keep.
func (b *Broker) keep(c Conn, name string, fd int) error {
	answer := byte(Done)
	switch err := b.Keep(name, fd); {
	case errors.Is(err, ErrTaken):
		answer = Taken
	case err != nil:
		answer = Bad
	}
	return c.Send([]byte{answer}, None)
}

// fetch answers a request to fetch. The name stays taken until it is known how
// the sending ended.
func (b *Broker) fetch(c Conn, name string) error {
	b.mu.Lock()
	f := b.files[name]
	if f == nil || f.leaving {
		b.mu.Unlock()
		return c.Send([]byte{Unknown}, None)
	}
	f.leaving = true
	b.mu.Unlock()
	err := c.Send([]byte{Done}, f.fd)
	b.mu.Lock()
	defer b.mu.Unlock()
	if f.leaving = false; err != nil {
		return err
	}
	delete(b.files, name)
	return b.closeFD(f.fd)
}

// END SOLUTION

// Close closes everything that is kept. Call it when every Serve has returned; a
// second call finds nothing.
func (b *Broker) Close() (err error) {
	// BEGIN SOLUTION: close each once
	b.mu.Lock()
	defer b.mu.Unlock()
	for name, f := range b.files {
		delete(b.files, name)
		err = errors.Join(err, b.closeFD(f.fd))
	}
	return err
	// END SOLUTION
}
