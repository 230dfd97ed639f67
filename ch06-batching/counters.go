package batching

import "sync/atomic"

// offers is what a kernel has to move datagrams with.
type offers struct{ mmsg, gso, gro bool }

func (o offers) String() string {
	if !o.mmsg {
		return "plain"
	}
	s := "mmsg"
	if o.gso {
		s += " gso"
	}
	if o.gro {
		s += " gro"
	}
	return s
}

// Counts is what a socket has done: system calls, those included that found
// nothing to do (EAGAIN), and the datagrams they moved.
type Counts struct {
	Receives, Received int64
	Sends, Sent        int64
}

// counters are written where the calls are made and read by anybody.
type counters struct {
	receives, received, sends, sent atomic.Int64
	noGSO                           atomic.Bool // after a fallback
}

func (c *counters) counts() Counts {
	return Counts{c.receives.Load(), c.received.Load(), c.sends.Load(), c.sent.Load()}
}

// path is what is left of o.
func (c *counters) path(o offers) offers {
	o.gso = o.gso && !c.noGSO.Load()
	return o
}
