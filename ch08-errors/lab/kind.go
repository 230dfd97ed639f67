package failure

// A Kind is what an error means to a program, whatever the system that gave
// it. Errors of one kind call for one reaction.
type Kind string

const (
	Unknown Kind = "Unknown" // an error of which this package knows nothing
	None    Kind = "None"    // no error

	// From beyond this machine.
	Refused      Kind = "Refused"      // nobody listens there, says the host
	Reset        Kind = "Reset"        // the other end has torn the connection down
	BrokenPipe   Kind = "BrokenPipe"   // the other end has gone, and was written to
	Truncated    Kind = "Truncated"    // io.ErrUnexpectedEOF: it ended in the middle
	Aborted      Kind = "Aborted"      // the system gave up on a connection gone silent
	TimedOut     Kind = "TimedOut"     // the system's own clock: nothing answers
	Deadline     Kind = "Deadline"     // the program's clock: nothing came in time
	Unreachable  Kind = "Unreachable"  // no way leads there
	NameServer   Kind = "NameServer"   // whether the name exists could not be learnt
	HostNotFound Kind = "HostNotFound" // there is no such name

	// This machine.
	NetworkDown  Kind = "NetworkDown"  // its network is off
	InUse        Kind = "InUse"        // another program of its has the address
	AccessDenied Kind = "AccessDenied" // by its rules
	NotStarted   Kind = "NotStarted"   // its network software does not run
	TooManyFiles Kind = "TooManyFiles" // until some are closed
	NoBuffers    Kind = "NoBuffers"    // until there is memory again

	// The program.
	BadCall        Kind = "BadCall" // arguments that make no sense
	NotConnected   Kind = "NotConnected"
	NotSupported   Kind = "NotSupported"
	MessageTooLong Kind = "MessageTooLong"
	Closed         Kind = "Closed"   // net.ErrClosed: it was closed by the program
	Canceled       Kind = "Canceled" // stopped on purpose

	// Not a failure.
	Ended       Kind = "Ended"      // io.EOF: the other end has said all it had to say
	NoMore      Kind = "NoMore"     // a list is at its end
	WouldBlock  Kind = "WouldBlock" // nothing to be had just now
	InProgress  Kind = "InProgress" // begun, and not ready yet
	Interrupted Kind = "Interrupted"
)

// Kinds are all of them.
var Kinds = []Kind{
	Unknown, None,
	Refused, Reset, BrokenPipe, Truncated, Aborted, TimedOut, Deadline,
	Unreachable, NameServer, HostNotFound,
	NetworkDown, InUse, AccessDenied, NotStarted, TooManyFiles, NoBuffers,
	BadCall, NotConnected, NotSupported, MessageTooLong, Closed, Canceled,
	Ended, NoMore, WouldBlock, InProgress, Interrupted,
}
