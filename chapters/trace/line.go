package trace

import (
	"regexp"
	"strconv"
	"strings"
)

// ParseCall reads a call from its name to its result, as strace writes it when
// nothing has come in between: without a PID before it.
func ParseCall(text string) (Call, error) {
	name, _, ok := strings.Cut(text, "(")
	if !ok || name == "" || strings.IndexFunc(name, func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) }) >= 0 {
		return Call{}, errSyntax
	}
	s := &scanner{text: text, at: len(name) + 1}
	fields, err := s.fields(")")
	if err != nil {
		return Call{}, err
	}
	c := Call{Name: name}
	for _, f := range fields {
		c.Args = append(c.Args, f.Value)
	}
	s.blanks()
	if !s.skip("= ") {
		return Call{}, errSyntax
	}
	return c, c.result(s.rest())
}

// failed is the result of a call that did not succeed: what is behind -1, or
// behind the ? of one that a signal has broken into.
var failed = regexp.MustCompile(`^(-1|\?) (E[A-Z0-9_]+)(?: \((.*)\))?$`)

// result reads what stands behind the equals sign.
func (c *Call) result(text string) error {
	text = strings.TrimSpace(text)
	if m := failed.FindStringSubmatch(text); m != nil {
		c.Result = Value{Raw: m[1], Text: m[1]}
		c.Errno, c.Reason = m[2], m[3]
		return nil
	}
	s := &scanner{text: text}
	v, err := s.part()
	if err != nil || v.Text == "" {
		return errSyntax
	}
	v.Raw = text[:s.at]
	c.Result = v
	rest := strings.TrimSpace(s.rest())
	c.Reason = strings.TrimSuffix(strings.TrimPrefix(rest, "("), ")")
	return nil
}

var (
	withPID    = regexp.MustCompile(`^(?:\[pid +(\d+)\] |(\d+) +)`)
	resumption = regexp.MustCompile(`^<\.\.\. (\w+) resumed> ?`)
)

const unfinished = " <unfinished ...>"

// A Parser turns the lines of a log into calls. A call that another thread's
// has cut in two is whole again, and stands where it returned.
type Parser struct {
	begun       map[int]string // by thread: a call up to where it was cut
	interrupted map[int]*Call  // by thread: one that a signal has broken into
}

// Line reads one line of a log. It returns no call for a line that completes
// none, and two if the line also tells what became of the one before.
func (p *Parser) Line(line string) []Call {
	line = strings.TrimRight(line, "\r\n")
	pid := 0
	if m := withPID.FindStringSubmatch(line); m != nil {
		pid, _ = strconv.Atoi(m[1] + m[2]) // digits; too many are no thread's
		line = line[len(m[0]):]
	}
	switch {
	case strings.HasPrefix(line, "--- "):
		return nil // a signal: what it broke into stays open
	case strings.HasPrefix(line, "+++ "):
		delete(p.begun, pid)
		return p.settled(pid, nil)
	}
	if m := resumption.FindString(line); m != "" {
		begun, ok := p.begun[pid]
		if !ok {
			return nil // it began before strace was there
		}
		delete(p.begun, pid)
		line = begun + line[len(m):]
	}
	if begun, cut := strings.CutSuffix(line, unfinished); cut {
		if p.begun == nil {
			p.begun = make(map[int]string)
		}
		p.begun[pid] = begun
		return nil
	}
	c, err := ParseCall(line)
	if err != nil {
		return nil
	}
	c.PID = pid
	return p.settled(pid, &c)
}

// settled is called with the call that follows, in its thread, the one that a
// signal broke into, and returns what there is to tell. If a handler ran, its
// return to the kernel says what the program is told: EINTR, or nothing,
// because the call is made again.
func (p *Parser) settled(pid int, next *Call) []Call {
	var calls []Call
	if was := p.interrupted[pid]; was != nil {
		delete(p.interrupted, pid)
		if next != nil && next.Name == "rt_sigreturn" && next.Errno != "" {
			was.Result = Value{Raw: "-1", Text: "-1"}
			was.Errno, was.Reason, was.Restarted = next.Errno, next.Reason, false
		}
		calls = append(calls, *was)
	}
	switch {
	case next == nil || next.Name == "rt_sigreturn":
	case strings.HasPrefix(next.Errno, "ERESTART"):
		next.Restarted = true
		if p.interrupted == nil {
			p.interrupted = make(map[int]*Call)
		}
		p.interrupted[pid] = next
	default:
		calls = append(calls, *next)
	}
	return calls
}
