// Believes that an answer arrives.
//
// Replaces: broker.go
// Caught by: TestServeUndelivered
// Says: the program died while it was being answered

package broker

import (
	"errors"
	"io"
	"sync"
)

type Broker struct {
	closeFD Close
	owner   int // uid

	mu    sync.Mutex
	files map[string]*file
}

type file struct {
	fd      int
	leaving bool // an answer with it is being sent
}

func New(closeFD Close, owner int) *Broker {
	b := &Broker{closeFD: closeFD, owner: owner}
	b.files = map[string]*file{}
	return b
}

func (b *Broker) Serve(c Conn) error {
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
}

func (b *Broker) Keep(name string, fd int) error {
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
}

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

func (b *Broker) fetch(c Conn, name string) error {
	f := b.lend(name)
	if f == nil {
		return c.Send([]byte{Unknown}, None)
	}
	err := c.Send([]byte{Done}, f.fd)
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.files, name)
	return errors.Join(err, b.closeFD(f.fd))
}

func (b *Broker) lend(name string) *file {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.files[name]
	if f == nil || f.leaving {
		return nil
	}
	f.leaving = true
	return f
}

func (b *Broker) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var errs []error
	for name, f := range b.files {
		delete(b.files, name)
		errs = append(errs, b.closeFD(f.fd))
	}
	return errors.Join(errs...)
}
