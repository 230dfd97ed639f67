package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"sockbook/chapters"
	"sockbook/runner/contents"
	"sockbook/runner/lab"
	"sockbook/runner/progress"
)

// contents shows the table of contents. A book that cannot be read is said to
// be, and no reason not to show it.
func (p *Program) contents() error {
	held, err := p.Book.Record()
	var damaged *progress.DamagedError
	if err != nil && !errors.As(err, &damaged) {
		err = fmt.Errorf("what you have read is not known: %w", err)
	}
	if err != nil {
		p.report(err)
	}
	page := &contents.Page{Rows: make([]contents.Row, len(p.Catalogue)), Command: p.Name}
	benches := make([]*lab.Bench, len(p.Catalogue))
	var reading sync.WaitGroup // eight lessons and eight labs take a while to parse
	for i := range p.Catalogue {
		c := &p.Catalogue[i]
		if folder, _, _ := strings.Cut(held.Last, "/"); folder == c.Dir {
			page.Last = c.Number
		}
		reading.Go(func() {
			page.Rows[i] = p.row(c, &held)
			benches[i], _ = p.bench(c) // none without a lab
		})
	}
	reading.Wait()
	for i, b := range benches {
		if b != nil {
			far := b.Progress()
			page.Rows[i].Lab = &far
		}
	}
	page.Show(p.Console)
	if _, err := os.UserConfigDir(); err != nil && !p.Book.Remembers() {
		fmt.Fprintf(p.Console.Out, "  Nothing is remembered: %v.\n\n", err)
	}
	return nil
}

// row is how far the reader is in one chapter.
func (p *Program) row(c *chapters.Chapter, held *progress.Record) contents.Row {
	place := held.Chapters[c.Dir]
	row := contents.Row{
		Number: c.Number, Title: c.Title, Promise: c.Promise,
		Finished: place.Finished, Handout: held.Chapters[c.Dir+"/lab"].Finished,
		Examples: len(c.Examples),
	}
	sections, now := contents.Sections(c, place.Section)
	if now < 0 { // the lesson has changed since
		now = min(max(place.Index, 0), sections)
	}
	row.Sections, row.Read = sections, now
	row.At = strings.TrimSpace(place.Number + " " + place.Title)
	for _, e := range c.Examples {
		if slices.Contains(held.Ran[c.Dir], e.Name) {
			row.Ran++
		}
	}
	return row
}

// ran remembers that an example has run to its end before a reader's eyes. Of
// a book that cannot be written the lesson tells; only one that was damaged,
// and is set aside, is news here.
func (p *Program) ran(c *chapters.Chapter, e *chapters.Example) {
	if !p.Console.Terminal {
		return
	}
	var damaged *progress.DamagedError
	if err := p.Book.SetRan(c.Dir, e.Name); errors.As(err, &damaged) {
		p.report(damaged)
	}
}
