package sockerrors

import "cmp"

// A Fault is whose doing an error is, as far as the error itself can tell.
type Fault string

const (
	Nobody  Fault = "nobody"  // it is no failure
	Caller  Fault = "caller"  // the program that made the call
	Local   Fault = "local"   // the system that it runs on
	Network Fault = "network" // what lies between
	Peer    Fault = "peer"    // the machine or program at the other end
)

var faults = []Fault{Nobody, Caller, Local, Network, Peer}

// Doing is the fault in a sentence: "the peer's doing".
func (f Fault) Doing() string {
	switch f {
	case Nobody:
		return "nobody's doing"
	case Local:
		return "this machine's doing"
	}
	return "the " + string(f) + "'s doing"
}

// An Advice is what a program does about an error.
type Advice string

const (
	CarryOn   Advice = "carry on"       // nothing is wrong
	FixCall   Advice = "fix the call"   // it can never succeed
	TryAgain  Advice = "wait and retry" // the same call may succeed later
	Reconnect Advice = "reconnect"      // this connection is lost, another may do
	GiveUp    Advice = "give up"        // nothing that the program can do helps
	TellUser  Advice = "tell the user"  // who can do something about it
)

var advices = []Advice{CarryOn, FixCall, TryAgain, Reconnect, GiveUp, TellUser}

// Again reports whether what failed may succeed, later or over a new
// connection. It does not say that doing it twice is harmless: see
// [Explanation.Unsent].
func (a Advice) Again() bool { return a == TryAgain || a == Reconnect }

// A verdictOf is whose doing an error is and what to do, either "" if it is
// what the kind says.
type verdictOf struct {
	fault  Fault
	advice Advice
}

// verdicts is a judgement, not a fact: no header says what to do. An entry of
// the table may have one of its own.
var verdicts = [...]verdictOf{
	Unknown:          {Local, GiveUp},
	Refused:          {Peer, TryAgain},
	Reset:            {Peer, Reconnect},
	Aborted:          {Network, Reconnect},
	BrokenPipe:       {Peer, Reconnect},
	TimedOut:         {Network, Reconnect},
	Unreachable:      {Network, TryAgain},
	Ended:            {Nobody, CarryOn},
	Truncated:        {Peer, Reconnect},
	Protocol:         {Peer, GiveUp},
	Untrusted:        {Peer, TellUser},
	HostNotFound:     {Caller, TellUser},
	NameServer:       {Network, TryAgain},
	NetworkDown:      {Local, TellUser},
	InUse:            {Local, TellUser},
	AccessDenied:     {Local, TellUser},
	TooManyFiles:     {Local, TryAgain},
	NoBuffers:        {Local, TryAgain},
	Device:           {Local, TellUser},
	NotStarted:       {Local, TellUser},
	Quality:          {Network, GiveUp},
	NotAvailable:     {Caller, FixCall},
	MessageTooLong:   {Caller, FixCall},
	NotConnected:     {Caller, FixCall},
	AlreadyConnected: {Caller, FixCall},
	NotSupported:     {Caller, FixCall},
	BadPath:          {Caller, FixCall},
	BadCall:          {Caller, FixCall},
	Closed:           {Caller, FixCall},
	WouldBlock:       {Nobody, TryAgain},
	InProgress:       {Nobody, TryAgain},
	Interrupted:      {Nobody, TryAgain},
	Deadline:         {Network, TryAgain},
	Canceled:         {Caller, GiveUp},
	NoMore:           {Nobody, CarryOn},
}

// Fault is whose doing errors of this kind are, in most cases.
func (k Kind) Fault() Fault { return verdicts[k].fault }

// Advice is what to do about errors of this kind, in most cases.
func (k Kind) Advice() Advice { return verdicts[k].advice }

// Fault is whose doing the error is.
func (e *Entry) Fault() Fault { return cmp.Or(e.verdict.fault, e.Kind.Fault()) }

// Advice is what to do about the error.
func (e *Entry) Advice() Advice { return cmp.Or(e.verdict.advice, e.Kind.Advice()) }
