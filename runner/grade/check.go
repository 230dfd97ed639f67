package grade

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"sockbook/chapters/confine"
	"sockbook/chapters/lab"
)

// Bounds of what is read of a process that checks, in bytes.
const (
	maxReport = 16 << 20
	maxSaid   = 16 << 10
)

// compileTime is what compiling a submission may take, beside its tests.
const compileTime = 2 * time.Minute

// errOverdue is the end of a submission that keeps to no time limit.
var errOverdue = errors.New("the submission was not done in time, and was ended")

// whole is what a submission may take in all: each test its limit and the 4 s in
// which the check ends one that keeps to none, two at a time.
func whole(l *lab.Lab, limit time.Duration) time.Duration {
	return compileTime + time.Duration(len(l.Tests)/2+2)*(limit+4*time.Second)
}

// check checks the copy of a submission in dir in a process of its own.
func (r *run) check(ctx context.Context, c *Course, dir string) (*lab.Report, error) {
	ctx, stop := context.WithTimeoutCause(ctx, whole(c.Lab, r.Timeout), errOverdue)
	defer stop()
	o := order{Course: c.Dir, Dir: dir, Timeout: r.Timeout}
	cmd := exec.Command(r.self)
	if r.sheltered {
		o.Stage, o.Root, o.Self, o.GoRoot, o.GoCache, o.Memory = 1, r.root, r.self, r.goRoot, r.goCache, cmp.Or(r.memory, maxHeld)
		seclude(cmd)
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	if !r.sheltered {
		cmd.Env = append(cmd.Env, "TMPDIR="+dir, "TMP="+dir, "TEMP="+dir)
	}
	report, said, err := converse(ctx, cmd)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err == nil:
		var found lab.Report
		if err = json.Unmarshal(report, &found); err == nil {
			return &found, nil
		}
	}
	if said != "" {
		return nil, fmt.Errorf("the check ended without a report: %s", Line(said))
	}
	return nil, fmt.Errorf("the check ended without a report: %w", err)
}

// converse runs cmd to its end or ctx's, and returns its report, which is its
// standard output, and what it said beside it.
func converse(ctx context.Context, cmd *exec.Cmd) (report []byte, said string, err error) {
	alive, err := cmd.StdinPipe() // open as long as we are
	if err != nil {
		return nil, "", err
	}
	defer alive.Close()
	out, errs := &capped{room: maxReport}, &capped{room: maxSaid}
	cmd.Stdout, cmd.Stderr = out, errs
	cmd.WaitDelay = time.Second
	family, err := confine.Start(cmd)
	if err != nil {
		return nil, "", err
	}
	end := context.AfterFunc(ctx, func() {
		_ = cmd.Process.Kill() // it may be gone
		family.End()
	})
	err = cmd.Wait()
	end()
	family.End()
	return out.Bytes(), strings.TrimSpace(errs.String()), err
}

// A capped buffer keeps what it has room for, in bytes.
type capped struct {
	bytes.Buffer
	room int
}

func (c *capped) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:min(len(p), c.room-c.Len())])
	return len(p), nil
}
