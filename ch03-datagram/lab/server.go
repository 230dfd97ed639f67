package reliable

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// A Server answers questions, each of them once, however often it arrives.
type Server struct {
	handle func(question []byte) []byte
	// BEGIN SOLUTION: what is remembered of each client
	clients map[string]*memory
	heard   uint64 // datagrams, which tells who has been silent longest
	// END SOLUTION
}

// BEGIN SOLUTION: of one client

// memory is the last question of one client, and its answer.
type memory struct {
	number uint32
	answer []byte // the whole datagram
	heard  uint64
}

// END SOLUTION

// NewServer is a server that gets its answers from handle, of MaxPayload bytes
// at most.
func NewServer(handle func(question []byte) []byte) *Server {
	s := &Server{handle: handle}
	// BEGIN SOLUTION: prepare the memory
	s.clients = map[string]*memory{}
	// END SOLUTION
	return s
}

// Serve answers what arrives at conn, to whoever sent it, until ctx ends, and
// then returns nil. What is no question it does not answer, and an error of
// ReadFrom or WriteTo does not end it, unless it is net.ErrClosed, which it
// returns.
func (s *Server) Serve(ctx context.Context, conn net.PacketConn) error {
	// BEGIN SOLUTION: read, reply, until it is over
	wake := func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) }
	defer context.AfterFunc(ctx, wake)()
	buf := make([]byte, headerSize+MaxPayload+1)
	for {
		n, from, err := conn.ReadFrom(buf)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case errors.Is(err, os.ErrDeadlineExceeded):
			return err
		case err != nil:
			continue
		}
		if answer := s.Reply(from.String(), buf[:n]); answer != nil {
			_, _ = conn.WriteTo(answer, from) // if it gets lost, the client asks again
		}
	}
	// END SOLUTION
}

// Reply is the datagram that answers one from a client, or nil if there is
// nothing to say. A client is known by its address.
//
// A question that is newer than the client's last is handed to handle, once. If
// the last one comes again, its answer got lost: Reply returns it again, and
// asks nobody. An older one was late, and its client has gone on: it is passed
// over. Numbers go round, so b is newer than a if it comes less than 2^31
// numbers after it (RFC 1982 section 3.2).
//
// Reply remembers MaxClients clients. For a new one it forgets who has been
// silent longest.
func (s *Server) Reply(client string, datagram []byte) []byte {
	// BEGIN SOLUTION: tell a new question from an old one
	m, err := Decode(datagram)
	if err != nil || m.Kind != Question {
		return nil
	}
	s.heard++
	last := s.clients[client]
	switch {
	case last == nil:
		s.makeRoom()
		last = &memory{}
		s.clients[client] = last
	case m.Number == last.number:
		last.heard = s.heard
		return last.answer
	case int32(m.Number-last.number) < 0:
		return nil
	}
	last.number, last.heard = m.Number, s.heard
	last.answer, _ = Encode(Message{Answer, m.Number, s.handle(m.Payload)}) // it fits
	return last.answer
	// END SOLUTION
}

// BEGIN SOLUTION: forgetting

// makeRoom forgets who has been silent longest, if the memory is full.
func (s *Server) makeRoom() {
	if len(s.clients) < MaxClients {
		return
	}
	var silent string
	oldest := s.heard
	for client, m := range s.clients {
		if m.heard <= oldest {
			silent, oldest = client, m.heard
		}
	}
	delete(s.clients, silent)
}

// END SOLUTION
