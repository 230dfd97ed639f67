package failure

// Decide says everything about the error that a request got instead of an
// answer. Kind is KindOf's; Fault and Advice are judge's.
//
// Repeat follows from the advice and from the moment of the error:
//
//   - Never, unless another attempt may succeed: the advice is TryAgain or
//     Reconnect, or the kind is Ended, for then the other end hung up before
//     it answered
//   - Safe, if it may and the error says that nothing was sent: a connection
//     was not made (the outermost *net.OpError has the Op "dial"), or the
//     resolver did not answer (there is a *net.DNSError)
//   - IfIdempotent, if it may and the error does not say so
func Decide(err error, s System) Verdict {
	// BEGIN SOLUTION: judge the kind, then whether to repeat
	kind := KindOf(err, s)
	fault, advice := judge(kind)
	v := Verdict{kind, fault, advice, Never}
	again := v.Advice == TryAgain || v.Advice == Reconnect || kind == Ended
	switch {
	case again && unsent(err):
		v.Repeat = Safe
	case again:
		v.Repeat = IfIdempotent
	}
	return v
	// END SOLUTION
}

// judge says whose doing errors of a kind are and what to do about them. It
// follows from what the kinds, the faults and the advices are, in kind.go and
// verdict.go. Unknown is Local, and to give up on.
func judge(kind Kind) (Fault, Advice) {
	// BEGIN SOLUTION: judge the kinds
	switch kind {
	case None, Ended, NoMore:
		return Nobody, CarryOn
	case WouldBlock, InProgress, Interrupted:
		return Nobody, TryAgain
	case Refused:
		return Peer, TryAgain
	case Reset, BrokenPipe, Truncated:
		return Peer, Reconnect
	case Aborted, TimedOut:
		return Network, Reconnect
	case Deadline, Unreachable, NameServer:
		return Network, TryAgain
	case TooManyFiles, NoBuffers:
		return Local, TryAgain
	case NetworkDown, InUse, AccessDenied, NotStarted:
		return Local, TellUser
	case HostNotFound:
		return Caller, TellUser
	case BadCall, NotConnected, NotSupported, MessageTooLong, Closed:
		return Caller, FixCall
	case Canceled:
		return Caller, GiveUp
	}
	return Local, GiveUp
	// END SOLUTION
}
