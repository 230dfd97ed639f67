package sockerrors

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// connections are the errors of TCP that package net alone can provoke, on
// every system.
var connections = theme{"Connections.", []provocation{
	{"ECONNREFUSED", "connect to a port where nobody listens", "client", "", provokeRefused},
	{"ECONNRESET", "read after the peer has said RST", "client", "", provokeReset},
	{"EPIPE", "write after shutdown of the own direction", "client", "", provokeWriteAfterShutdown},
	{"ESHUTDOWN", "write after shutdown of the own direction", "client", "", provokeWriteAfterShutdown},
	{"ENOTCONN", "shutdown of a connection that was reset", "client", "", provokeShutdownAfterReset},
	{"EADDRINUSE", "bind to a port that has a listener", "server", "", provokeInUse},
	{"EADDRNOTAVAIL", "bind to an address of another machine", "server", "", provokeNotAvailable},
}}

// datagrams are the same of UDP.
var datagrams = theme{"Datagrams.", []provocation{
	{"EDESTADDRREQ", "write on a UDP socket without a peer", "client", "", provokeNoDestination},
	{"EMSGSIZE", "sendto of 65,508 bytes by UDP over IPv4", "client", "65,535 - 20 - 8 = 65,507 fit", provokeTooLong},
	{"ECONNREFUSED", "read after ICMP has said: no such port", "client", "it arrives late: the write succeeded", provokeLateRefusal},
}}

// provokeRefused connects to the port of a client: taken, so that nobody can
// come to listen there meanwhile, and without a listener.
func provokeRefused(ctx context.Context, b *bench) error {
	client, _, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_, err = b.dial(ctx, client.LocalAddr().String())
	return err
}

// reset has the peer end a connection with RST, which a linger time of 0
// makes of close (socket(7), SO_LINGER), and returns what Read says.
func reset(client, server *net.TCPConn) error {
	if err := server.SetLinger(0); err != nil {
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	_, err := client.Read(make([]byte, 1))
	return err
}

func provokeReset(ctx context.Context, b *bench) error {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	return reset(client, server)
}

func provokeWriteAfterShutdown(ctx context.Context, b *bench) error {
	client, _, err := b.connect(ctx)
	if err != nil {
		return err
	}
	if err := client.CloseWrite(); err != nil {
		return err
	}
	_, err = client.Write([]byte("too late"))
	return err
}

func provokeShutdownAfterReset(ctx context.Context, b *bench) error {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = reset(client, server) // it is told once, and Read has been told
	return client.CloseWrite()
}

func provokeInUse(ctx context.Context, b *bench) error {
	ln, err := b.listen()
	if err != nil {
		return err
	}
	second, err := new(net.ListenConfig).Listen(ctx, "tcp", ln.Addr().String())
	if err == nil {
		b.keep(second)
	}
	return err
}

// provokeNotAvailable asks for an address that no machine has: 192.0.2.0/24 is
// for documentation (RFC 5737). Nothing is sent there.
func provokeNotAvailable(ctx context.Context, b *bench) error {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "192.0.2.1:0")
	if err == nil {
		b.keep(ln)
	}
	return err
}

func provokeNoDestination(_ context.Context, b *bench) error {
	conn, err := b.udp()
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("to whom?"))
	return err
}

func provokeTooLong(_ context.Context, b *bench) error {
	conn, err := b.udp()
	if err != nil {
		return err
	}
	_, err = conn.WriteToUDPAddrPort(make([]byte, 65508), netip.MustParseAddrPort("127.0.0.1:9"))
	return err
}

// provokeLateRefusal writes to a port that was free a moment ago. The ICMP
// answer waits in the socket for the next call (udp(7), "Error handling").
func provokeLateRefusal(ctx context.Context, b *bench) error {
	peer, err := b.udp()
	if err != nil {
		return err
	}
	conn, err := new(net.Dialer).DialContext(ctx, "udp", peer.LocalAddr().String())
	if err != nil {
		return err
	}
	b.keep(conn)
	_ = peer.Close() // had it failed, Read would time out
	// On Linux the answer over loopback is there before Write returns.
	// Windows keeps it from a Go program: net turns SIO_UDP_CONNRESET off.
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("anybody?")); err != nil {
		return err
	}
	_, err = conn.Read(make([]byte, 1))
	return err
}
