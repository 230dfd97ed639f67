// Package reader reads a lesson to a person: a section at a time on a
// terminal, the examples run where they stand; all of it into a pipe.
package reader

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sockbook/chapters"
	"sockbook/runner/page"
	"sockbook/runner/progress"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

// Options is how a lesson is to be read.
type Options struct {
	From    string        // the section to begin at: its number, its slug or how its title begins
	NoRun   bool          // show what the examples printed when the lesson was written
	All     bool          // do not stop
	Timeout time.Duration // each example's limit
}

// A reading is one lesson being read.
type reading struct {
	Options
	console *tty.Console
	page    *page.Renderer
	stage   *stage.Stage
	book    *progress.Book
	chapter *chapters.Chapter
	lesson  *chapters.Lesson
	paging  bool     // a person is asked before it goes on
	failed  []string // examples
	section int      // the index of the section that is being read, -1 before the first
	at      int      // the index of the one on the screen, which may end there
	place   int      // the index of the section to read next
	read    int      // of the console's lines, those that the reader has had time for
	held    string   // what is shown with what comes next
	said    string   // the reader's prediction
	silent  bool     // it has been said that nothing is remembered
}

// Read reads the lesson of chapter to console. It returns nil if the reader
// leaves before the end, and an error if an example failed.
func Read(ctx context.Context, console *tty.Console, book *progress.Book, chapter *chapters.Chapter, o Options) error {
	source, err := chapter.Lesson()
	if err != nil {
		return err
	}
	lesson, _ := chapters.ParseLesson(source) // its error is its author's business; it is whole even so
	r := &reading{
		Options: o,
		console: console,
		page:    page.New(console),
		stage:   &stage.Stage{Console: console, Timeout: o.Timeout, Indent: "    "},
		book:    book,
		chapter: chapter,
		lesson:  lesson,
		paging:  console.Prompts && !o.All,
		section: -1,
	}
	err = r.readAll(ctx)
	switch {
	case errors.Is(err, tty.ErrLeave):
		return nil
	case err != nil:
		return err
	}
	return r.failures()
}

func (r *reading) readAll(ctx context.Context) error {
	first, err := r.begin(ctx)
	if err != nil {
		return err
	}
	if err := r.show(ctx, "# "+r.lesson.Title); err != nil {
		return err
	}
	if first == 0 {
		if err := r.blocks(ctx, r.lesson.Intro); err != nil {
			return err
		}
	}
	for i := first; i < len(r.lesson.Sections); i++ {
		if err := r.readSection(ctx, i); err != nil {
			r.farewell(err)
			return err
		}
	}
	r.release()
	r.remember(len(r.lesson.Sections))
	return nil
}

// readSection reads one section and, unless it is the last, waits to go on.
func (r *reading) readSection(ctx context.Context, i int) error {
	s := &r.lesson.Sections[i]
	r.section = i
	if err := r.show(ctx, heading(s)); err != nil {
		return err
	}
	r.remember(i)
	if err := r.blocks(ctx, s.Blocks); err != nil {
		return err
	}
	if i+1 == len(r.lesson.Sections) || len(s.Blocks) == 0 || !r.paging {
		return nil
	}
	r.remember(i + 1)
	return r.more(ctx)
}

// heading is a section's heading, with its number.
func heading(s *chapters.Section) string {
	title := strings.TrimSpace(strings.TrimLeft(s.Heading, "#"))
	title, _, _ = strings.Cut(title, "\n") // the second line of a setext heading
	return strings.Repeat("#", s.Level) + " " + s.Number + " " + title
}

// failures is an error if an example failed.
func (r *reading) failures() error {
	switch n := len(r.failed); n {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("1 example failed: %s", r.failed[0])
	default:
		return fmt.Errorf("%d examples failed: %s", n, strings.Join(r.failed, ", "))
	}
}
