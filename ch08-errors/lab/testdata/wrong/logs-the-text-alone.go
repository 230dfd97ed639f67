// Believes that the text of an error is all there is to it.
//
// Replaces: say.go
// Caught by: TestLogLine, TestLogHasEveryNumber
// Says: everything, in a form that a program can search

package failure

import "fmt"

func Sentence(v Verdict, what string) string {
	if v.Kind == None {
		return ""
	}
	doubt := ""
	if v.Repeat == IfIdempotent {
		doubt = ", but see whether it was done before you ask again"
	}
	return what + " " + happened(v.Fault) + "; " + remedy(v.Advice) + doubt + "."
}

func happened(f Fault) string {
	switch f {
	case Nobody:
		return "has given no answer yet"
	case Caller:
		return "could not do what this program asked for"
	case Local:
		return "could not be asked, for this computer does not allow it"
	case Network:
		return "cannot be reached, or its answer does not come through"
	case Peer:
		return "does not answer as it should"
	}
	return "could not be asked"
}

func remedy(a Advice) string {
	switch a {
	case CarryOn:
		return "nothing is broken"
	case FixCall:
		return "please report this to the makers of the program"
	case TryAgain:
		return "please wait a little and try again"
	case Reconnect:
		return "please try again"
	case TellUser:
		return "please check the name and the settings, or ask who looks after them"
	}
	return "nothing more will be tried"
}

func LogLine(err error, s System) string {
	return fmt.Sprintf("err=%q system=%s", err.Error(), s)
}
