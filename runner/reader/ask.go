package reader

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"sockbook/runner/page"
	"sockbook/runner/progress"
	"sockbook/runner/tty"
)

// more waits at the end of a section.
func (r *reading) more(ctx context.Context) error {
	return r.wait(ctx, fmt.Sprintf("%s%d/%d · Enter for more · q to leave ", page.Margin, r.section+1, len(r.lesson.Sections)))
}

// inside waits where the screen is full and a section goes on: the prompt says
// which one.
func (r *reading) inside(ctx context.Context) error {
	before := fmt.Sprintf("%s%d/%d ", page.Margin, max(r.at, 0)+1, len(r.lesson.Sections))
	title := []rune(r.lesson.Title)
	if r.at >= 0 {
		s := r.lesson.Sections[r.at]
		title = []rune(s.Number + " " + s.Title)
	}
	const after = " · Enter · q to leave "
	room := max(r.console.Width()-1-utf8.RuneCountInString(before+after), 0)
	if len(title) > room {
		title = append(title[:max(room-1, 0)], '…')
	}
	return r.wait(ctx, before+string(title)+after)
}

func (r *reading) wait(ctx context.Context, prompt string) error {
	if strings.Trim(r.held, "\n") == "" && r.left() >= len(r.held) {
		r.write(r.held)
		r.held = ""
	}
	_, err := r.console.Key(ctx, prompt, append(enter, "\x1b[B", "\x1b[C", "\x1b[6~")...) // down, right, page down
	r.read = r.console.Out.Lines()
	return err
}

// enter is Enter, on a terminal that is in raw mode and on one that is not,
// and the bar that is as good.
var enter = []string{"\r", "\n", " "}

// predict waits for the reader's answer, to show it beside the lesson's.
func (r *reading) predict(ctx context.Context) (err error) {
	r.held = "" // a blank line that had no room
	r.said, err = r.console.Line(ctx, page.Margin+"your answer, then Enter (q leaves): ")
	r.write("\n")
	r.read = r.console.Out.Lines()
	return err
}

// begin is the index of the section to begin with.
func (r *reading) begin(ctx context.Context) (int, error) {
	if r.From != "" {
		return r.find(r.From)
	}
	if !r.paging {
		return 0, nil
	}
	places, err := r.book.Places()
	if err != nil {
		r.forgetful(err)
	}
	i := r.index(places[r.chapter.Dir].Section) // of a finished chapter there is none
	if i <= 0 {
		return 0, nil
	}
	return r.offer(ctx, i)
}

// offer asks whether to continue at section i.
func (r *reading) offer(ctx context.Context, i int) (int, error) {
	s := r.lesson.Sections[i]
	prompt := fmt.Sprintf("%scontinue at %s %s? Enter = yes · n = from the start ", page.Margin, s.Number, s.Title)
	key, err := r.console.Key(ctx, prompt, append(enter, "y", "Y", "n", "N")...)
	if err != nil || key == "n" || key == "N" {
		return 0, err
	}
	return i, nil
}

// remember notes that the section at index i is the next to read.
func (r *reading) remember(i int) {
	if !r.paging {
		return
	}
	r.place = i
	place := progress.Place{Index: i, Of: len(r.lesson.Sections)}
	if i < len(r.lesson.Sections) {
		s := r.lesson.Sections[i]
		place.Section, place.Number, place.Title = s.Slug, s.Number, s.Title
	} else {
		place.Finished = true
	}
	if err := r.book.Set(r.chapter.Dir, place); err != nil {
		r.forgetful(err)
	}
}

// ran notes that an example has run to its end.
func (r *reading) ran(example string) {
	if !r.console.Terminal {
		return
	}
	if err := r.book.SetRan(r.chapter.Dir, example); err != nil {
		r.forgetful(err)
	}
}

// forgetful says, once, that the place is not remembered.
func (r *reading) forgetful(err error) {
	if r.silent {
		return
	}
	r.silent = true
	var damaged *progress.DamagedError
	if errors.As(err, &damaged) {
		fmt.Fprintf(r.console.Err, "runner: %v\n\n", err)
		return
	}
	fmt.Fprintf(r.console.Err, "runner: your place will not be remembered: %v\n\n", err)
}

// farewell says where the reading will go on.
func (r *reading) farewell(err error) {
	if r.place > 0 && errors.Is(err, tty.ErrLeave) {
		s := r.lesson.Sections[r.place]
		fmt.Fprintln(r.console.Out, page.Margin+r.console.Dim("next time: "+s.Number+" "+s.Title))
	}
}
