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

	"sockbook/runner/keep"
)

// A Place is how far a reader has come in one chapter.
type Place struct {
	Section  string `json:"section"`            // the slug of the section to read next
	Number   string `json:"number"`             // its number, for showing: "4.2"
	Title    string `json:"title"`              // its title, likewise
	Index    int    `json:"index"`              // how many sections come before it
	Of       int    `json:"of"`                 // how many the lesson had then
	Finished bool   `json:"finished,omitempty"` // the last section was read to its end
}

// A Book is the file. Its zero value remembers nothing.
type Book struct{ file keep.File }

// contents is what the file holds.
type contents struct {
	Chapters map[string]Place `json:"chapters"` // by folder: "ch02-stream"
}

// Open returns the book kept in the user's configuration directory, dir, as
// os.UserConfigDir gives it.
func Open(dir string) *Book {
	return &Book{keep.File{Path: filepath.Join(dir, "sockbook", "progress.json"), What: "progress"}}
}

// A DamagedError says that the file could not be understood, and where it is
// now.
type DamagedError = keep.DamagedError

// Places returns the place in each chapter, by the chapter's folder. A missing
// file is no places and no error. With an error the map is empty, not nil.
func (b *Book) Places() (map[string]Place, error) {
	none := map[string]Place{}
	if b.file.Path == "" {
		return none, nil
	}
	c, err := keep.Load[contents](b.file)
	if c.Chapters == nil {
		return none, err
	}
	return c.Chapters, nil
}

// Set remembers the place in one chapter. Other chapters keep what another
// runner has written meanwhile.
func (b *Book) Set(chapter string, p Place) error {
	if b.file.Path == "" {
		return nil
	}
	places, err := b.Places()
	var damaged *DamagedError
	if err != nil && !errors.As(err, &damaged) {
		return err
	}
	if places[chapter] == p {
		return nil
	}
	places[chapter] = p
	if failed := os.MkdirAll(filepath.Dir(b.file.Path), 0o700); failed != nil {
		return failed
	}
	return errors.Join(err, b.file.Save(contents{places}))
}
