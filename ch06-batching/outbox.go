package batching

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// A socket moves messages: mmsg on Linux, oneByOne elsewhere, and in tests
// whatever kernel is to be pretended.
type socket interface {
	// receive waits for messages and returns them. They are the caller's until
	// the next call.
	receive() ([]message, error)

	// send hands over trains, and returns how many the kernel took. If that is
	// fewer, err is why trains[n] was not taken, or nil: then the next call
	// will tell. The bytes are the caller's again when it returns.
	send(trains []train) (n int, err error)
}

// An outbox sends, in as few calls as the kernel lets it.
//
// GSO can fail where a plain send would not: with EIO if a transform (IPsec)
// is on the way, the socket is UDP-Lite or, before Linux 6.11, the interface
// has no checksum offload; with EMSGSIZE or EINVAL if a segment is longer than
// the path's MTU, for GSO makes whole packets and no fragments. The first
// holds for the socket and the second for the message. In either case the
// datagrams are sent without GSO.
type outbox struct {
	socket socket
	gso    bool                               // still believed in
	gaveUp func(err error)                    // called once, when gso becomes false
	lost   func(to netip.AddrPort, err error) // for each train that was not sent

	// Memory, used again and again.
	trains, again  []train
	apart, singles []message
}

// flush sends every message, those that the kernel refuses excepted. The
// messages and their bytes are the caller's again when it returns.
//
// Errors: net.ErrClosed, os.ErrDeadlineExceeded. What was not sent by then is
// not sent.
func (o *outbox) flush(messages []message) error {
	o.trains = o.trains[:0]
	if o.gso {
		o.trains = coalesce(messages, o.trains)
		return o.push(o.trains)
	}
	o.apart = o.apart[:0]
	for i := range messages {
		o.apart = messages[i].split(o.apart)
	}
	o.trains = each(o.apart, o.trains)
	return o.push(o.trains)
}

// push sends trains. An error belongs to the first that was not taken, and the
// rest are offered again behind it: sendmmsg stops where it fails.
func (o *outbox) push(left []train) error {
	for len(left) > 0 {
		n, err := o.socket.send(left)
		left = left[n:]
		switch {
		case err == nil:
			continue
		case ended(err):
			return err
		case left[0].segment > 0 && withoutGSO(err):
			err = o.pushApart(left[0], err)
			if err != nil {
				return err
			}
		default:
			o.lost(left[0].messages[0].peer, err)
		}
		left = left[1:]
	}
	return nil
}

// pushApart sends the datagrams of t without GSO, which failed with why.
func (o *outbox) pushApart(t train, why error) error {
	if o.gso && errors.Is(why, syscall.EIO) {
		o.gso = false
		o.gaveUp(why)
	}
	o.singles = o.singles[:0]
	for i := range t.messages {
		o.singles = t.messages[i].split(o.singles)
	}
	o.again = each(o.singles, o.again[:0])
	return o.push(o.again) // none has a segment: it comes back here no more
}

// withoutGSO reports whether what failed with err may succeed without GSO.
func withoutGSO(err error) bool {
	return errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EMSGSIZE) || errors.Is(err, syscall.EINVAL)
}

// ended reports whether a socket was closed or told to stop.
func ended(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded)
}
