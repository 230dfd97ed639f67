package failure

// A Verdict is everything that is to be decided about one error.
type Verdict struct {
	Kind   Kind
	Fault  Fault
	Advice Advice
	Repeat Repeat
}

// A Fault is whose doing an error is, as far as the error can tell.
type Fault string

const (
	Nobody  Fault = "nobody"  // it is no failure
	Caller  Fault = "caller"  // the program, or its user, asked for what cannot be, or stopped it
	Local   Fault = "local"   // this machine: its limits, its rules, and what nobody knows
	Network Fault = "network" // what lies between: it is silent, or says itself that there is no way
	Peer    Fault = "peer"    // the other end: it has answered, or it has hung up
)

// An Advice is what to do about an error.
type Advice string

const (
	CarryOn   Advice = "carry on"       // nothing is wrong, and nothing to be repeated
	FixCall   Advice = "fix the call"   // it can never succeed as the program is written
	TryAgain  Advice = "wait and retry" // the same call may succeed later
	Reconnect Advice = "reconnect"      // this connection is lost, a new one may do
	GiveUp    Advice = "give up"        // stopped on purpose, or not understood
	TellUser  Advice = "tell the user"  // a person has to act: a name, a setting, a right, a plug
)

// A Repeat says whether a request may be sent again that got an error instead
// of an answer.
type Repeat string

const (
	Never        Repeat = "never"         // it would fail alike, or is not wanted
	IfIdempotent Repeat = "if idempotent" // the peer may have executed it already
	Safe         Repeat = "safe"          // the peer cannot have received it
)
