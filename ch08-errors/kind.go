package sockerrors

import "slices"

// A Kind is what an error means to a program, whatever the system that gave
// it. Errors with one Kind call for one reaction.
type Kind int

const (
	Unknown Kind = iota

	// The peer or the network.
	Refused      // nobody listens there
	Reset        // the peer has torn the connection down
	Aborted      // this side's system has given the connection up
	BrokenPipe   // written on a direction that has ended
	TimedOut     // the system's verdict: the peer does not answer
	Unreachable  // no way leads to the host
	Ended        // io.EOF: the peer has said all it had to say
	Truncated    // io.ErrUnexpectedEOF: it ended in the middle
	Protocol     // what came is not what the protocol allows
	Untrusted    // TLS: the certificate does not hold
	HostNotFound // the name, or a record of it, does not exist
	NameServer   // whether it exists could not be learnt

	// This machine.
	NetworkDown
	InUse        // another has the address, or what only one can have
	AccessDenied // by permission or a firewall
	TooManyFiles // of the process or the machine
	NoBuffers    // memory, or another thing there is only so much of
	Device
	NotStarted // Winsock itself, or a provider of it
	Quality    // of service: a reservation failed

	// The program.
	NotAvailable // the address is none of this machine's
	MessageTooLong
	NotConnected
	AlreadyConnected
	NotSupported
	BadPath // of a Unix domain socket, or a file
	BadCall // an argument or a state that makes the call senseless
	Closed  // net.ErrClosed: by the program itself

	// No failure.
	WouldBlock
	InProgress
	Interrupted
	Deadline // the program's own: os.ErrDeadlineExceeded
	Canceled // by the program: context.Canceled
	NoMore   // a list is at its end
)

var kindNames = [...]string{
	"Unknown", "Refused", "Reset", "Aborted", "BrokenPipe", "TimedOut",
	"Unreachable", "Ended", "Truncated", "Protocol", "Untrusted", "HostNotFound",
	"NameServer", "NetworkDown", "InUse", "AccessDenied", "TooManyFiles",
	"NoBuffers", "Device", "NotStarted", "Quality", "NotAvailable",
	"MessageTooLong", "NotConnected", "AlreadyConnected", "NotSupported",
	"BadPath", "BadCall", "Closed", "WouldBlock", "InProgress", "Interrupted",
	"Deadline", "Canceled", "NoMore",
}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "Unknown"
	}
	return kindNames[k]
}

// Kinds are all kinds but Unknown.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(kindNames)-1)
	for k := range kindNames[1:] {
		kinds = append(kinds, Kind(k+1))
	}
	return kinds
}

// kindNamed is the kind that the table's file calls by that name.
func kindNamed(name string) (k Kind, ok bool) {
	i := slices.Index(kindNames[:], name)
	return Kind(max(i, 0)), i >= 0
}
