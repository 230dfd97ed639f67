package failure

import (
	"fmt"
	"strings"
)

// Sentence tells the user of the program what a verdict means, in one
// sentence: about what, which is the other end as the user knows it ("The
// shop"); where it went wrong, and what to do; and whether what was asked for
// may have been done all the same. Of None there is nothing to tell: "".
//
// The sentence
//
//   - begins with a capital letter, as what does, and ends with its only full
//     stop; what is in it as it is; it is one line of 200 bytes at most
//   - has no word of Jargon, no name of the table, and no digit; what itself
//     may have any of them
//   - differs for verdicts that differ in Fault or in Advice, since their
//     readers have different things to do
//   - differs for IfIdempotent and for the other two: who asks again may have
//     it done twice
func Sentence(v Verdict, what string) string {
	// BEGIN SOLUTION: say it in the user's words
	if v.Kind == None {
		return ""
	}
	doubt := ""
	if v.Repeat == IfIdempotent {
		doubt = ", but see whether it was done before you ask again"
	}
	return what + " " + happened(v.Fault) + "; " + remedy(v.Advice) + doubt + "."
	// END SOLUTION
}

// happened goes on from the name of the other end, by whose doing it is.
func happened(f Fault) string {
	// BEGIN SOLUTION: say where it went wrong
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
	// END SOLUTION
}

// remedy is what the user does, by the advice for the program.
func remedy(a Advice) string {
	// BEGIN SOLUTION: say what to do
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
	// END SOLUTION
}

// LogLine tells the log everything about an error, in one line of this form,
// which is broken here after peer. The last part is there if a syscall.Errno is
// in the error.
//
//	err="read tcp: connection reset by peer" kind=Reset fault=peer
//	advice="reconnect" repeat="if idempotent" system=linux errno=ECONNRESET(104)
//
// The text of err, the advice and the repetition are quoted as %q does, since
// a text that came from the network may have a line end in it. Of several
// numbers each is told, in the order of errors.Is, with a comma between:
// ENETUNREACH(101),ECONNREFUSED(111). A number with two names has both,
// EAGAIN/EWOULDBLOCK(11), and one that is not in the table ?(9999).
func LogLine(err error, s System) string {
	// BEGIN SOLUTION: write everything down, in one line
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
	// END SOLUTION
}
