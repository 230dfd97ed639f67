package echotest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// largest is what one datagram can hold over IPv4, in bytes: the 65,535 that
// the length of an IP packet can say, less 20 of its header and 8 of UDP's.
const largest = 65535 - 20 - 8

// sameDatagram says what is wrong with a datagram that should be want.
func sameDatagram(got, want []byte) error {
	switch {
	case bytes.Equal(got, want):
		return nil
	case len(got) != len(want):
		return fmt.Errorf("a datagram of %d bytes came back as one of %d", len(want), len(got))
	}
	return fmt.Errorf("a datagram of %d bytes came back with other bytes", len(want))
}

// Datagrams are neither joined nor cut, whatever the server's pace.
func boundaries(t T, s DatagramSubject) {
	a := s.start(t).asker()
	sizes := []int{1, 1000, 3, 500, 0, 7}
	for _, n := range sizes {
		_, err := a.Write(message(n))
		require.NoError(t, err)
	}
	for i, n := range sizes {
		require.NoError(t, a.expect(message(n)), "answer %d of %d to datagrams sent in one go", i+1, len(sizes))
	}
}

// An empty datagram is one, and is answered.
func emptyDatagram(t T, s DatagramSubject) {
	r := s.start(t)
	a := r.asker()
	require.NoError(t, a.ask(nil), "an empty datagram is no end: it must be answered by an empty one")
	assert.NoError(t, a.ask(message(10)), "and the server must go on")
}

// Datagrams of every size up to that of an Ethernet frame come back whole.
func everySize(t T, s DatagramSubject) {
	a := s.start(t).asker()
	for n := range 1500 {
		require.NoError(t, a.ask(message(n)))
	}
}

// The largest datagram that there is comes back whole.
func largestDatagram(t T, s DatagramSubject) {
	a := s.start(t).asker()
	if err := a.ask(message(largest)); err != nil && runtime.GOOS == "darwin" {
		t.Skipf("net.inet.udp.maxdgram is below %d bytes here: %v", largest, err)
	} else {
		require.NoError(t, err)
	}
}

// One datagram gets one answer.
func answersOnce(t T, s DatagramSubject) {
	a := s.start(t).asker()
	require.NoError(t, a.ask(message(100)))
	silent(t, a, "after the one answer to one datagram")
}

// Each of 1,000 clients gets its own bytes back. A burst may be more than the
// receive buffer holds, so who gets no answer asks again.
func thousandClients(t T, s DatagramSubject) {
	const clients = 1000
	r := s.start(t)
	askers := make([]asker, clients)
	for i := range askers {
		askers[i] = r.asker()
	}
	var (
		everyone sync.WaitGroup
		errs     = make([]error, clients)
	)
	for i, a := range askers {
		everyone.Go(func() { errs[i] = a.persist(message(i), s.patience()) })
	}
	everyone.Wait()
	for i, err := range errs {
		require.NoError(t, err, "client %d of %d that ask at once", i, clients)
	}
}

// persist asks until an answer comes, every tenth of patience anew.
func (a asker) persist(msg []byte, patience time.Duration) error {
	for begin := time.Now(); ; {
		_ = a.SetReadDeadline(time.Now().Add(patience / 10)) // fails only on a closed socket
		err := a.ask(msg)
		if !isTimeout(err) || time.Since(begin) > patience {
			return err
		}
	}
}

// Clients that are gone when their answer comes do the server no harm: what
// their kernels send back is an ICMP message, which some systems report to the
// next call.
func clientsGone(t T, s DatagramSubject) {
	r := s.start(t)
	for range victims {
		conn, err := r.tryDial()
		require.NoError(t, err)
		_, err = conn.Write(message(100))
		require.NoError(t, errors.Join(err, conn.Close()))
	}
	r.stillServes("clients that did not wait for their answer")
}

// A server on all addresses answers from the one that it was asked on: a
// client with a connected socket hears no other.
func fromTheAddressAsked(t T, s DatagramSubject) {
	if runtime.GOOS != "linux" {
		t.Skipf("127.0.0.2 is this machine's address on Linux only")
	}
	stream := s.asStream()
	server := stream.listen(t, "0.0.0.0:0", Limits{})
	stream.serve(t, server)
	for _, host := range []string{"127.0.0.1", "127.0.0.2"} {
		conn, err := net.Dial("udp", net.JoinHostPort(host, port(server)))
		require.NoError(t, err)
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(s.patience()))
		assert.NoError(t, asker{conn.(*net.UDPConn)}.ask(message(10)), "asked on %s, the server must answer from there", host)
	}
}

// Two servers cannot be made to answer each other: what comes from a port
// that is the server's own is not answered.
func noLoop(t T, s DatagramSubject) {
	if runtime.GOOS != "linux" {
		t.Skipf("127.0.0.2 is this machine's address on Linux only")
	}
	r := s.start(t)
	local, err := net.ResolveUDPAddr("udp", net.JoinHostPort("127.0.0.2", port(r)))
	require.NoError(t, err)
	twin, err := net.DialUDP("udp", local, r.Addr().(*net.UDPAddr))
	require.NoError(t, err)
	defer twin.Close()
	_, err = twin.Write(message(10))
	require.NoError(t, err)
	silent(t, asker{twin}, "from a server on the same port, which would answer in turn")
	r.stillServes("a datagram that it must not answer")
}

// port is the port that a server is bound to.
func port(s Server) string {
	_, port, _ := net.SplitHostPort(s.Addr().String()) // an address of net's own has one
	return port
}
