// Believes that a user may order again whenever an order failed.
//
// Replaces: say.go
// Caught by: TestSentenceAdmitsDoubt
// Says: who is told that it failed pays again

package failure

import (
	"fmt"
	"strings"
)

func Sentence(v Verdict, what string) string {
	if v.Kind == None {
		return ""
	}
	doubt := ""
	if v.Advice == GiveUp {
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
	v := Decide(err, s)
	line := fmt.Sprintf("err=%q kind=%s fault=%s advice=%q repeat=%q system=%s",
		err.Error(), v.Kind, v.Fault, v.Advice, v.Repeat, s)
	var numbers []string
	for _, errno := range errnos(err) {
		names := strings.Join(Names(s, int(errno)), "/")
		if names == "" {
			names = "?"
		}
		numbers = append(numbers, fmt.Sprintf("%s(%d)", names, int(errno)))
	}
	if len(numbers) > 0 {
		line += " errno=" + strings.Join(numbers, ",")
	}
	return line
}
