package stream

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// tcpInfo wraps getsockopt(2) with TCP_INFO and TCP_CONGESTION. An older
// kernel fills less of the structure and leaves the rest 0.
func tcpInfo(conn syscall.Conn) (info, error) {
	var in info
	err := control(conn, func(fd int) error {
		k, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
		if err != nil {
			return os.NewSyscallError("getsockopt TCP_INFO", err)
		}
		name, err := unix.GetsockoptString(fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION)
		in = info{
			State:        stateName(k.State),
			Congestion:   name,
			RTT:          micros(k.Rtt),
			RTO:          micros(k.Rto),
			Cwnd:         int(k.Snd_cwnd),
			MSS:          int(k.Snd_mss),
			PeerWindow:   int(k.Snd_wnd),
			Probes:       int(k.Probes),
			Unacked:      int(k.Unacked),
			Retransmits:  int(k.Total_retrans),
			SegsOut:      int(k.Segs_out),
			BytesAcked:   int64(k.Bytes_acked),
			WindowClosed: micros(k.Rwnd_limited),
		}
		return os.NewSyscallError("getsockopt TCP_CONGESTION", err)
	})
	return in, err
}

func micros[N uint32 | uint64](n N) time.Duration { return time.Duration(n) * time.Microsecond }

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
