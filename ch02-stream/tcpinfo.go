package stream

import (
	"context"
	"fmt"
	"syscall"
	"time"
)

// info is what the kernel knows of one TCP socket (tcp(7), TCP_INFO). Counts
// are since the connection began unless they say "now".
type info struct {
	State        string // RFC 9293 section 3.3.2: "ESTABLISHED", "FIN-WAIT-2"
	Congestion   string // name of the congestion control
	RTT          time.Duration
	RTO          time.Duration // until a segment without an answer is sent again
	Cwnd         int           // segments that may be in flight now
	MSS          int           // bytes of data in the largest segment sent
	PeerWindow   int           // bytes the peer has room for now; Linux 5.4
	Probes       int           // keep-alive or window probes unanswered now
	Unacked      int           // segments in flight now
	Retransmits  int           // segments sent again
	SegsOut      int           // segments sent, acknowledgements included
	BytesAcked   int64         // bytes sent and acknowledged
	WindowClosed time.Duration // spent with data to send and no window; Linux 4.10
}

// tcpStates names the states by the numbers that Linux gives them
// (include/net/tcp_states.h). TCP_INFO and /proc/net/tcp share them.
var tcpStates = [...]string{
	1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2",
	6: "TIME-WAIT", 7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING",
	12: "SYN-RECEIVED", // before the handshake has ended there is no socket yet, only a request
}

func stateName(n uint8) string {
	if int(n) < len(tcpStates) && tcpStates[n] != "" {
		return tcpStates[n]
	}
	return fmt.Sprintf("state %d", n)
}

// tcpState is the State that tcpInfo reports. The state outlives neither the
// descriptor nor the kernel's own bookkeeping: a socket whose connection has
// passed on to TIME-WAIT is CLOSED, and the kernel's table has the rest.
func tcpState(conn syscall.Conn) (string, error) {
	in, err := tcpInfo(conn)
	return in.State, err
}

// awaitInfo waits until what the kernel knows of conn satisfies ok. No event
// that a program could wait for announces a change of state, hence the ticker.
func awaitInfo(ctx context.Context, conn syscall.Conn, ok func(info) bool) (info, error) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		in, err := tcpInfo(conn)
		if err != nil || ok(in) {
			return in, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return in, fmt.Errorf("the socket is still %s, %d segments unacknowledged: %w", in.State, in.Unacked, context.Cause(ctx))
		}
	}
}

// awaitState waits until the kernel has conn in the state of that name.
func awaitState(ctx context.Context, conn syscall.Conn, want string) error {
	_, err := awaitInfo(ctx, conn, func(in info) bool { return in.State == want })
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", want, err)
	}
	return nil
}
