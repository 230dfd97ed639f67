package batching

// maxSegments is how many datagrams we let one call become. Linux took 64
// before 6.9 and takes 128 since (UDP_MAX_SEGMENTS): 64 are right everywhere.
const maxSegments = 64

// A train is what the kernel is handed in one entry of sendmmsg(2): messages
// that leave as one, to be cut into datagrams of segment bytes by UDP_SEGMENT
// (udp(7)). One of a single datagram has no segment: it is a plain send.
type train struct {
	messages []message // consecutive, and still the caller's
	segment  int
	bytes    int // in all
	count    int // of datagrams
}

// alone is the train of one message.
func alone(messages []message) train {
	m := &messages[0]
	t := train{messages: messages[:1:1], segment: m.segment, bytes: len(m.data), count: m.datagrams()}
	if t.count == 1 {
		t.segment = 0
	}
	return t
}

// each appends to trains every message, alone.
func each(messages []message, trains []train) []train {
	for i := range messages {
		trains = append(trains, alone(messages[i:]))
	}
	return trains
}

// coalesce appends to trains what messages become when those that may travel
// together do. Nothing is copied or reordered: a train refers to consecutive
// messages, whose bytes sendmmsg gathers from where they are.
func coalesce(messages []message, trains []train) []train {
	for i := range messages {
		if last := len(trains) - 1; i > 0 && trains[last].takes(&messages[i]) {
			trains[last].add(messages[:i+1])
			continue
		}
		trains = append(trains, alone(messages[i:]))
	}
	return trains
}

// takes reports whether m may be coupled to t: same two addresses, one length,
// and within the limits. Only the last datagram may be shorter, for the kernel
// cuts by length alone; and none may be empty, for it would not be cut off.
func (t *train) takes(m *message) bool {
	first := &t.messages[0]
	size := t.segment
	if size == 0 {
		size = t.bytes // of its only datagram
	}
	switch {
	case m.peer != first.peer || m.zone != first.zone || m.local != first.local:
		return false
	case len(m.data) == 0 || size == 0 || t.bytes%size != 0:
		return false
	case m.segment > 0 && m.segment != size || m.segment == 0 && len(m.data) > size:
		return false
	}
	return t.count+m.datagrams() <= maxSegments && t.bytes+len(m.data) <= largest
}

// add couples the last of messages, of which t has those before.
func (t *train) add(messages []message) {
	n := len(t.messages) + 1
	t.messages = messages[len(messages)-n : len(messages) : len(messages)]
	if t.segment == 0 {
		t.segment = t.bytes
	}
	t.bytes += len(messages[len(messages)-1].data)
	t.count += messages[len(messages)-1].datagrams()
}
