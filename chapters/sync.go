package chapters

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// A Change is a fence that no longer holds what is real.
type Change struct {
	Line int    // of the fence, in the lesson as it was
	What string // "code: echo.go Echo", "run: echo"
	Diff string // unified, from the lesson to what is real
}

// An Update is a lesson brought up to date, not yet written.
type Update struct {
	Lesson  string // the file, below the module's root, with slashes
	Changes []Change
	Skipped []Problem // transcripts that this machine cannot renew; they stay as they are

	path          string
	before, after []byte
}

// Sync brings the fences of a chapter's lesson up to date: those with source
// from the files, those with transcripts by running the examples, one at a
// time. A transcript that differs only in its volatile parts stays as it is,
// so that to sync twice is to sync once. root is the module's folder; running,
// where it is not nil, is told of each example before it runs.
//
// An example that fails, or a directive that ties a fence to nothing, is an
// error that names the lesson's line. Nothing is written before
// [Update.Write].
func Sync(ctx context.Context, root string, c *Chapter, running func(example string)) (*Update, error) {
	s := &syncer{root: root, chapter: c, running: running, ran: make(map[string]string)}
	return s.page(ctx, path.Join(c.Dir, "README.md"))
}

// A LabCheck gives what a reader sees who checks the planted wrong answer of
// that name: of one test, or with test "" all of it.
type LabCheck func(ctx context.Context, wrong, test string) (string, error)

// SyncLab is [Sync] for the hand-out of a chapter's lab. Without a lab the
// error is fs.ErrNotExist.
func SyncLab(ctx context.Context, root string, c *Chapter, check LabCheck) (*Update, error) {
	s := &syncer{root: root, chapter: c, check: check}
	return s.page(ctx, path.Join(c.Dir, "lab", "README.md"))
}

// page brings one page up to date.
func (s *syncer) page(ctx context.Context, file string) (*Update, error) {
	u := &Update{Lesson: file}
	u.path = filepath.Join(s.root, filepath.FromSlash(u.Lesson))
	var err error
	if u.before, err = os.ReadFile(u.path); err != nil {
		return nil, err
	}
	source := unixLines(u.before)
	p := parseLesson(u.Lesson, source)
	s.update, s.problems = u, p.problems
	var out bytes.Buffer
	at := 0
	for _, b := range p.lesson.All() {
		if !b.bound() {
			continue
		}
		out.Write(source[at:b.fence.start])
		out.WriteString(s.fence(ctx, b, source))
		at = b.fence.end
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	out.Write(source[at:])
	if err := s.problems.err(); err != nil {
		return nil, err
	}
	if len(u.Changes) > 0 {
		u.after = out.Bytes()
	}
	return u, nil
}

// A syncer is at work on one lesson.
type syncer struct {
	root     string
	chapter  *Chapter
	update   *Update
	problems problems
	running  func(string)
	check    LabCheck
	ran      map[string]string // transcripts, by directive: a run is shown in pieces of one run
}

// fence returns the fence as it ought to be.
func (s *syncer) fence(ctx context.Context, b *Block, source []byte) string {
	f := b.fence
	was := string(source[f.start:f.end])
	shown := string(source[f.body:f.tail])
	what, real, err := s.real(ctx, b)
	var skipped *Skipped
	if errors.As(err, &skipped) {
		s.update.Skipped = append(s.update.Skipped, Problem{s.update.Lesson, b.Line, what + ": " + skipped.Reason, skipped.Remedy})
		return was
	}
	if err != nil {
		s.problems.add(s.update.Lesson, b.Line, hint(err), "%s: %v", what, err)
		return was
	}
	same := shown == real
	if b.Kind != Code {
		same = b.normalise(shown) == b.normalise(real)
	}
	if same {
		return was
	}
	s.update.Changes = append(s.update.Changes, Change{b.Line, what, drift("the lesson", shown, what, real)})
	return f.holding(string(source[f.start:f.body]), real)
}

// real is what a fence ought to hold.
func (s *syncer) real(ctx context.Context, b *Block) (what, real string, err error) {
	switch b.Kind {
	case Code:
		what = "code: " + strings.TrimSpace(b.File+" "+b.Name)
		real, err = Source(os.DirFS(s.root), s.chapter.Dir, b.File, b.Name)
		return what, real, err
	case Verdict:
		what = strings.TrimSpace("check: " + b.Wrong + " " + b.Test)
		if s.check == nil {
			return what, "", errors.New("only a lab's hand-out shows what a check says")
		}
		real, err = s.check(ctx, b.Wrong, b.Test)
		return what, real, err
	}
	what = strings.TrimSpace("run: " + b.Example + " " + b.View)
	if runtime.GOOS != "linux" {
		return what, "", &Skipped{Reason: "transcripts are recorded on Linux; this is " + runtime.GOOS}
	}
	if real, ok := s.ran[what]; ok {
		return what, real, nil
	}
	if s.running != nil {
		s.running(strings.TrimSpace(b.Example + " " + b.View))
	}
	real, err = s.chapter.recording(ctx, b.Example, b.View)
	if err == nil {
		s.ran[what] = real
	}
	return what, real, err
}
