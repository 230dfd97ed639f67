package datagram

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

const (
	netMaxData = 65507 // bytes of data: 65,535 less the headers of IPv4 and UDP
	maxFlows   = 256   // clients of one relay, each of which costs a socket
)

// A Relay stands between UDP clients and a server and treats their datagrams
// as a bad network would. Clients send to Front; the server sees a socket of
// its own for each of them, as behind a NAT.
//
// The same Seed gives the same fate to the nth datagram of a flow and a
// direction, so that a run that failed can be run again. What is kept back
// leaves by the clock: a datagram that is delayed, and one that nothing
// overtakes within [Rates.Hold]. Under testing/synctest, with sockets that are
// in memory, that is as repeatable as the rest.
//
// Set the fields before Serve, and leave them alone from then on.
type Relay struct {
	Front  net.PacketConn
	Server net.Addr
	Seed   uint64
	Rates  Rates

	// Open makes the socket that stands for one client at the server. Without
	// it that is a UDP socket with Front's address and any port.
	Open func() (net.PacketConn, error)

	// Saw, if set, is told the fate of each datagram before it is carried out.
	// Flows and directions call it at the same time, each in its own order.
	Saw func(Fate)

	flows map[string]*flow
	back  sync.WaitGroup // the goroutines that carry replies
}

// A flow is one client's datagrams, there and back.
type flow struct {
	server    net.PacketConn
	there, to *lane
}

// Serve carries datagrams until ctx ends, and then returns nil. What it holds
// back at that time is lost. It leaves Front open; a relay serves once.
func (r *Relay) Serve(ctx context.Context) error {
	r.flows = make(map[string]*flow)
	defer r.end()
	stop := context.AfterFunc(ctx, func() {
		_ = r.Front.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then ReadFrom has ended too
	})
	defer stop()
	buf := make([]byte, netMaxData)
	for {
		n, from, err := r.Front.ReadFrom(buf)
		switch {
		case ctx.Err() != nil:
			return nil
		case portUnreachable(err):
			continue
		case err != nil:
			return err
		}
		f, err := r.flow(from)
		if err != nil {
			return err
		}
		if f != nil {
			f.there.carry(buf[:n])
		}
	}
}

// flow finds a client's flow, or begins it. Without a bound, forged sources
// would use up the descriptors: a client too many gets nil.
func (r *Relay) flow(client net.Addr) (*flow, error) {
	if f := r.flows[client.String()]; f != nil {
		return f, nil
	}
	if len(r.flows) == maxFlows {
		return nil, nil
	}
	open := r.Open
	if open == nil {
		open = r.beside
	}
	server, err := open()
	if err != nil {
		return nil, err
	}
	number := len(r.flows)
	f := &flow{
		server: server,
		there:  newLane(newDice(r.Seed, r.Rates, number, false), r.Saw, server, r.Server),
		to:     newLane(newDice(r.Seed, r.Rates, number, true), r.Saw, r.Front, client),
	}
	r.flows[client.String()] = f
	r.back.Go(func() { f.replies(r.Server) })
	return f, nil
}

// beside opens a socket where Front is, with a port of its own.
func (r *Relay) beside() (net.PacketConn, error) {
	at := r.Front.LocalAddr()
	host, _, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil, err
	}
	return net.ListenPacket(at.Network(), net.JoinHostPort(host, "0"))
}

// replies carries what the server sends, until the flow's socket is closed.
// What anybody else sends there is not the server's answer.
func (f *flow) replies(server net.Addr) {
	buf := make([]byte, netMaxData)
	for {
		n, from, err := f.server.ReadFrom(buf)
		if errors.Is(err, net.ErrClosed) || err != nil && !portUnreachable(err) {
			return
		}
		if err == nil && from.String() == server.String() {
			f.to.carry(buf[:n])
		}
	}
}

// end closes what the relay opened and waits for what it started.
func (r *Relay) end() {
	for _, f := range r.flows {
		_ = f.server.Close() // nothing is kept in a datagram socket
	}
	r.back.Wait()
	for _, f := range r.flows {
		f.there.end()
		f.to.end()
	}
}
