// Package broker keeps open descriptors for programs that end and come back.
package broker

import "errors"

// A message is one byte that says what it is, and, in a request, a name. The
// socket keeps messages apart (SOCK_SEQPACKET).
//
//	request   'k' name, with a descriptor   keep it under that name
//	          'f' name                      fetch what has that name
//	answer    'y'                           done; to 'f' with the descriptor
//	          't'                           the name is taken
//	          'u'                           nothing has that name
//	          'x'                           this was no request
const (
	OpKeep  = 'k'
	OpFetch = 'f'

	Done    = 'y'
	Taken   = 't'
	Unknown = 'u'
	Bad     = 'x'
)

// MaxName is how long a name may be, in bytes, and MaxFiles how much a broker
// keeps: a process has only so many descriptors.
const (
	MaxName  = 64
	MaxFiles = 100
)

// maxMessage is the longest message there is.
const maxMessage = 1 + MaxName

// None is no descriptor.
const None = -1

// What can go wrong.
var (
	ErrName      = errors.New("no name")
	ErrTaken     = errors.New("the name is taken")
	ErrUnknown   = errors.New("nothing has that name")
	ErrFull      = errors.New("no room for another descriptor")
	ErrBad       = errors.New("no message of this protocol")
	ErrTruncated = errors.New("the message was truncated")
	ErrDenied    = errors.New("another user")
)

// A Conn is a connected Unix domain socket that keeps messages apart.
type Conn interface {
	// Send wraps sendmsg(2). With a descriptor, other than None, the receiver
	// gets one of its own for the same open file (SCM_RIGHTS); the sender's
	// stays open.
	Send(message []byte, fd int) error

	// Receive wraps recvmsg(2), with room for len(p) bytes and one descriptor.
	// What does not fit is lost, and truncated says so: of the bytes
	// (MSG_TRUNC) or of the descriptors (MSG_CTRUNC). A descriptor that came
	// all the same is open, and is the caller's. The error is io.EOF when the
	// other end has been closed.
	Receive(p []byte) (n int, fd int, truncated bool, err error)

	// Peer is the user that the process at the other end runs as, as the
	// kernel says (SO_PEERCRED), and not as the process says.
	Peer() (uid int, err error)
}

// Close closes a descriptor of this process.
type Close func(fd int) error
