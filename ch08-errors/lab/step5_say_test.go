package failure_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode"

	failure "sockbook/ch08-errors/lab"
)

// verdicts are what a user has to be told of. Here they do not come from
// Decide, so that the two can be right without each other.
func verdicts() []failure.Verdict {
	all := []failure.Verdict{
		{Kind: failure.Unknown, Fault: failure.Local, Advice: failure.GiveUp},
		{Kind: failure.Canceled, Fault: failure.Caller, Advice: failure.GiveUp},
		{Kind: failure.HostNotFound, Fault: failure.Caller, Advice: failure.TellUser},
		{Kind: failure.BadCall, Fault: failure.Caller, Advice: failure.FixCall},
		{Kind: failure.AccessDenied, Fault: failure.Local, Advice: failure.TellUser},
	}
	for i := range all {
		all[i].Repeat = failure.Never
	}
	for _, v := range []failure.Verdict{
		{Kind: failure.Ended, Fault: failure.Nobody, Advice: failure.CarryOn},
		{Kind: failure.WouldBlock, Fault: failure.Nobody, Advice: failure.TryAgain},
		{Kind: failure.TooManyFiles, Fault: failure.Local, Advice: failure.TryAgain},
		{Kind: failure.Deadline, Fault: failure.Network, Advice: failure.TryAgain},
		{Kind: failure.TimedOut, Fault: failure.Network, Advice: failure.Reconnect},
		{Kind: failure.Refused, Fault: failure.Peer, Advice: failure.TryAgain},
		{Kind: failure.Reset, Fault: failure.Peer, Advice: failure.Reconnect},
	} {
		for _, v.Repeat = range []failure.Repeat{failure.Safe, failure.IfIdempotent} {
			all = append(all, v)
		}
	}
	return all
}

func verdict(v failure.Verdict) string {
	return fmt.Sprintf("%s, %s, %s, repeat %s", v.Kind, v.Fault, v.Advice, v.Repeat)
}

// TestSentenceIsOne reads the sentence for each kind.
func TestSentenceIsOne(t *testing.T) {
	if got := failure.Sentence(failure.Verdict{Kind: failure.None, Fault: failure.Nobody, Advice: failure.CarryOn, Repeat: failure.Never}, "The shop"); got != "" {
		t.Fatalf("of what has not failed there is nothing to tell\ninput: None\ngot: %q\nwant: \"\"", got)
	}
	for _, what := range []string{"The shop", "Shop no. 7, 100% ours"} {
		for _, v := range verdicts() {
			got := failure.Sentence(v, what)
			own := strings.Replace(got, what, "", 1)
			shows := ""
			switch {
			case !strings.Contains(got, what):
				shows = "a user with three windows open must be told what the sentence is about"
			case strings.Count(own, ".") != 1 || !strings.HasSuffix(own, ".") || strings.ContainsAny(own, "\n!?"):
				shows = "one sentence is what a user reads: it ends with its only full stop"
			case !unicode.IsUpper([]rune(got)[0]):
				shows = "a sentence begins with a capital letter"
			case len(own) > 200:
				shows = "one sentence is what a user reads, and not a long one: 200 bytes"
			default:
				continue
			}
			t.Fatalf("%s\ninput: %s; about %q\ngot: %q", shows, verdict(v), what, got)
		}
	}
}

// TestSentenceHasNoJargon looks for words that users do not know.
func TestSentenceHasNoJargon(t *testing.T) {
	words := append([]string{}, failure.Jargon...)
	for _, r := range failure.Table {
		words = append(words, r.POSIX, r.WSA)
	}
	for _, v := range verdicts() {
		got := failure.Sentence(v, "The shop")
		found := regexp.MustCompile(`[0-9]+`).FindString(got)
		for _, word := range words {
			if word != "" && regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(word)+`\b`).MatchString(got) {
				found = word
			}
		}
		if found != "" {
			t.Fatalf("what the system says is for the log: a user can do nothing with %q\ninput: %s\ngot: %q", found, verdict(v), got)
		}
	}
}

// TestSentenceSaysWhatToDo compares the sentences for different verdicts.
func TestSentenceSaysWhatToDo(t *testing.T) {
	for _, a := range verdicts() {
		for _, b := range verdicts() {
			if a.Fault == b.Fault && a.Advice == b.Advice {
				continue
			}
			if got := failure.Sentence(a, "The shop"); got == failure.Sentence(b, "The shop") {
				t.Fatalf("who is told the same does the same: a user has to know where it went wrong, and what to do\ninput: %s; and %s\ngot: %q, for both",
					verdict(a), verdict(b), got)
			}
		}
	}
}

// TestSentenceAdmitsDoubt compares the sentences for what was not done, and
// for what may have been done.
func TestSentenceAdmitsDoubt(t *testing.T) {
	for _, v := range verdicts() {
		if v.Repeat != failure.IfIdempotent {
			continue
		}
		got := failure.Sentence(v, "The shop")
		for _, certain := range []failure.Repeat{failure.Safe, failure.Never} {
			other := v
			other.Repeat = certain
			if failure.Sentence(other, "The shop") == got {
				t.Fatalf("who is told that it failed pays again: say that it may have been done\ninput: %s; and the same with repeat %s\ngot: %q, for both",
					verdict(v), certain, got)
			}
		}
	}
}

// logs compares a line of the log.
func logs(t *testing.T, shows string, err error, s failure.System, want string) {
	t.Helper()
	if got := failure.LogLine(err, s); got != want {
		t.Fatalf("%s\ninput: %s\ngot: %s\nwant: %s", shows, on(s, err), got, want)
	}
}

// refusedText is an error with a text that is the same on every system.
type refusedText struct{ err error }

func (e refusedText) Error() string { return "dial tcp 192.0.2.7:80: connection refused" }

func (e refusedText) Unwrap() error { return e.err }

// TestLogLine compares whole lines.
func TestLogLine(t *testing.T) {
	for _, s := range failure.Systems {
		n := number(s, "ECONNREFUSED")
		logs(t, "the log is for whoever looks for the cause: everything, in a form that a program can search",
			refusedText{opError("dial", "connect", n)}, s,
			fmt.Sprintf(`err="dial tcp 192.0.2.7:80: connection refused" kind=Refused fault=peer advice="wait and retry" repeat="safe" system=%s errno=%s(%d)`,
				s, failure.Names(s, n)[0], n))
	}
	logs(t, "an error without a number has no errno, and a made-up one misleads", onlyText("the shelf is empty"), failure.Linux,
		`err="the shelf is empty" kind=Unknown fault=local advice="give up" repeat="never" system=linux`)
}

// TestLogLineIsOne logs a text that came from the network.
func TestLogLineIsOne(t *testing.T) {
	err := fmt.Errorf("the server said %s", "500 full\nerr=\"paid\" kind=None")
	logs(t, "a text from the network may have a line end in it, and then write a line of its own into the log: quote it", err, failure.Linux,
		`err="the server said 500 full\nerr=\"paid\" kind=None" kind=Unknown fault=local advice="give up" repeat="never" system=linux`)
}

// TestLogHasEveryNumber logs errors with several numbers, with one that has
// two names, and with one that has none.
func TestLogHasEveryNumber(t *testing.T) {
	text := func(err error) error { return refusedText{err} }
	const head = `err="dial tcp 192.0.2.7:80: connection refused" kind=`
	both := errors.Join(opError("dial", "connect", 101), opError("dial", "connect", 111))
	logs(t, "two tries failed, by IPv6 and by IPv4, each with a number: the log has both", text(both), failure.Linux,
		head+`Unreachable fault=network advice="wait and retry" repeat="safe" system=linux errno=ENETUNREACH(101),ECONNREFUSED(111)`)
	logs(t, "a number with two names has both in the log", text(opError("read", "recvfrom", 35)), failure.Darwin,
		head+`WouldBlock fault=nobody advice="wait and retry" repeat="if idempotent" system=darwin errno=EAGAIN/EWOULDBLOCK(35)`)
	logs(t, "a number that the table does not have is the one that somebody will look for: log it", text(syscall.Errno(9999)), failure.Winsock,
		head+`Unknown fault=local advice="give up" repeat="never" system=winsock errno=?(9999)`)
}
