// Believes that what takes too long has not been begun.
//
// Replaces: decide.go
// Caught by: TestMayHaveBeenDone, TestMaybeDone
// Says: the peer may be at it

package failure

func Decide(err error, s System) Verdict {
	kind := KindOf(err, s)
	fault, advice := judge(kind)
	v := Verdict{kind, fault, advice, Never}
	again := v.Advice == TryAgain || v.Advice == Reconnect || kind == Ended
	switch {
	case again && (unsent(err) || kind == Deadline):
		v.Repeat = Safe
	case again:
		v.Repeat = IfIdempotent
	}
	return v
}

func judge(kind Kind) (Fault, Advice) {
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
}
