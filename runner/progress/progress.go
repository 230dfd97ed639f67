// Package progress remembers how far a reader has come, in one JSON file in
// the user's configuration directory.
//
// It is a convenience and never in the way: without a directory to write to,
// or with a file that cannot be read, the runner works and only remembers
// nothing.
package progress

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"sockbook/runner/keep"
)

// A Place is how far a reader has come in one chapter.
type Place struct {
	Section  string `json:"section"`            // the slug of the section to read next
	Number   string `json:"number"`             // its number, for showing: "4.2"
	Title    string `json:"title"`              // its title, likewise
	Index    int    `json:"index"`              // how many sections come before it
	Of       int    `json:"of"`                 // how many the lesson had then
	Finished bool   `json:"finished,omitempty"` // the last section was read to its end, this time or before
}

// A Record is everything that a book holds.
type Record struct {
	Chapters map[string]Place    `json:"chapters"`       // by folder: "ch02-stream"
	Ran      map[string][]string `json:"ran,omitempty"`  // by folder, the examples that have run to their end
	Last     string              `json:"last,omitempty"` // the folder read last
}

// A Book is the file. Its zero value remembers nothing.
type Book struct{ file keep.File }

// Open returns the book kept in the user's configuration directory, dir, as
// os.UserConfigDir gives it.
func Open(dir string) *Book {
	return &Book{keep.File{Path: filepath.Join(dir, "sockbook", "progress.json"), What: "progress"}}
}

// A DamagedError says that the file could not be understood, and where it is
// now.
type DamagedError = keep.DamagedError

// Remembers reports whether there is a file to remember in.
func (b *Book) Remembers() bool { return b.file.Path != "" }

// Record returns all that is remembered. A missing file is nothing and no
// error. With an error the maps are empty, not nil.
func (b *Book) Record() (Record, error) {
	var held Record
	var err error
	if b.Remembers() {
		held, err = keep.Load[Record](b.file)
	}
	if held.Chapters == nil {
		held.Chapters = map[string]Place{}
	}
	if held.Ran == nil {
		held.Ran = map[string][]string{}
	}
	return held, err
}

// Places returns the place in each chapter, by the chapter's folder. A missing
// file is no places and no error. With an error the map is empty, not nil.
func (b *Book) Places() (map[string]Place, error) {
	held, err := b.Record()
	return held.Chapters, err
}

// Set remembers the place in one chapter, and that it is the one read last.
// Who reads a chapter again has still finished it. Other chapters keep what
// another runner has written meanwhile.
func (b *Book) Set(chapter string, p Place) error {
	return b.change(func(held *Record) bool {
		p.Finished = p.Finished || held.Chapters[chapter].Finished
		same := held.Chapters[chapter] == p && held.Last == chapter
		held.Chapters[chapter], held.Last = p, chapter
		return !same
	})
}

// SetRan remembers that an example has run to its end.
func (b *Book) SetRan(chapter, example string) error {
	return b.change(func(held *Record) bool {
		if slices.Contains(held.Ran[chapter], example) {
			return false
		}
		held.Ran[chapter] = append(held.Ran[chapter], example)
		return true
	})
}

// change has edit change the record, and writes it if edit says that it did. A
// damaged file is written anew, and said to have been damaged.
func (b *Book) change(edit func(*Record) bool) error {
	if !b.Remembers() {
		return nil
	}
	held, err := b.Record()
	var damaged *DamagedError
	if err != nil && !errors.As(err, &damaged) {
		return err
	}
	if !edit(&held) {
		return err
	}
	if failed := os.MkdirAll(filepath.Dir(b.file.Path), 0o700); failed != nil {
		return failed
	}
	return errors.Join(err, b.file.Save(held))
}
