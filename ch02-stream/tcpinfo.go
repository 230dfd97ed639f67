package stream

import "time"

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
