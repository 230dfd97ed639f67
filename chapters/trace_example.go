package chapters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"sockbook/chapters/trace"
)

// TraceExample runs the named example as [Chapter.RunExample] does, under
// strace(1), and calls see with each line of strace's log, a moment after what
// it tells of. Where nothing can be traced the error is a [*Skipped].
//
// strace is given [trace.Options]. Of what the example prints, out gets a copy:
// the log has it too, in its place.
func (c *Chapter) TraceExample(ctx context.Context, name string, out io.Writer, see func(line string), args ...string) error {
	if _, err := c.FindExample(name); err != nil {
		return err
	}
	log, err := newTraceLog()
	if err != nil {
		return err
	}
	defer log.remove()
	strace, err := exec.LookPath("strace")
	if err != nil {
		return &Skipped{Reason: "system calls are shown by the program strace, which is not here", Remedy: "apt-get install strace"}
	}
	read := 0
	seen := make(chan error, 1)
	go func() {
		seen <- log.each(func(line string) {
			read++
			see(line)
		})
	}()
	// English, as every reader's manual has it.
	under := slices.Concat([]string{"env", "LC_ALL=C", strace}, trace.Options, []string{"-o", log.path})
	err = c.runIn(ctx, name, setting{under: under, out: out, args: args})
	log.end()
	if lost := <-seen; err == nil {
		err = lost
	}
	var f *failure
	if errors.As(err, &f) && read == 0 && strings.HasPrefix(f.text, "strace: ") {
		return mayNotTrace(f.text)
	}
	return err
}

// mayNotTrace says why strace has not started the example, from what it said
// itself.
func mayNotTrace(text string) error {
	reason := text[strings.LastIndex(text, "\n")+1:]
	return &Skipped{Reason: "no program may trace another here: " + reason, Remedy: traceRemedy()}
}

// Trace runs an example as [Chapter.Transcript] does and returns its system
// calls as a lesson shows them (see [trace.Record]).
func (c *Chapter) Trace(ctx context.Context, example string) (string, error) {
	ctx, stop := context.WithTimeoutCause(ctx, exampleTime, fmt.Errorf("still running after %v", exampleTime))
	defer stop()
	var log bytes.Buffer
	bound := &capped{w: &log, left: maxTraceLog}
	err := c.TraceExample(ctx, example, io.Discard, func(line string) {
		_, _ = io.WriteString(bound, line+"\n") // to memory
	})
	if err != nil {
		return "", err
	}
	if bound.left == 0 {
		return "", fmt.Errorf("more than %d bytes of system calls", maxTraceLog)
	}
	text := trace.Record(trace.Read(log.String()))
	if text == "" {
		return "", errors.New("no call on a socket")
	}
	return text, nil
}

// maxTraceLog bounds the log that a recorded trace is made of, in bytes.
const maxTraceLog = 16 << 20
