// Believes that an error of ReadFrom ends the server.
//
// Replaces: server.go
// Caught by: TestServe
// Says: the answer goes to whoever asked, and an error of ReadFrom

package reliable

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

type Server struct {
	handle  func(question []byte) []byte
	clients map[string]*memory
	heard   uint64 // datagrams, which tells who has been silent longest
}

type memory struct {
	number uint32
	answer []byte // the whole datagram
	heard  uint64
}

func NewServer(handle func(question []byte) []byte) *Server {
	s := &Server{handle: handle}
	s.clients = map[string]*memory{}
	return s
}

func (s *Server) Serve(ctx context.Context, conn net.PacketConn) error {
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
			return err
		}
		if answer := s.Reply(from.String(), buf[:n]); answer != nil {
			_, _ = conn.WriteTo(answer, from) // if it gets lost, the client asks again
		}
	}
}

func (s *Server) Reply(client string, datagram []byte) []byte {
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
}

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
