// Package progress remembers how far a reader has come, in one JSON file in
// the user's configuration directory.
//
// It is a convenience and never in the way: without a directory to write to,
// or with a file that cannot be read, the runner works and only remembers
// nothing.
package progress

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
type Book struct{ path string }

// contents is what the file holds.
type contents struct {
	Chapters map[string]Place `json:"chapters"` // by folder: "ch02-stream"
}

// maxFile is the size in bytes above which a file is not ours.
const maxFile = 1 << 20

// Open returns the book kept in the user's configuration directory, dir, as
// os.UserConfigDir gives it.
func Open(dir string) *Book {
	return &Book{path: filepath.Join(dir, "sockbook", "progress.json")}
}

// A DamagedError says that the file could not be understood, and where it is
// now. Nothing in it is lost: it was renamed.
type DamagedError struct {
	Path, Aside string
	Cause       error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged (%v); it is now %s, and progress starts afresh", e.Path, e.Cause, filepath.Base(e.Aside))
}

func (e *DamagedError) Unwrap() error { return e.Cause }

// Places returns the place in each chapter, by the chapter's folder. A missing
// file is no places and no error. With an error the map is empty, not nil.
func (b *Book) Places() (map[string]Place, error) {
	none := map[string]Place{}
	if b.path == "" {
		return none, nil
	}
	info, err := os.Stat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return none, b.setAside(errors.New("not a file that this program wrote"))
	}
	text, err := os.ReadFile(b.path)
	if err != nil {
		return none, err
	}
	var c contents
	if err := json.Unmarshal(text, &c); err != nil {
		return none, b.setAside(err)
	}
	if c.Chapters == nil {
		return none, nil
	}
	return c.Chapters, nil
}

// Set remembers the place in one chapter. The file is replaced as a whole, so
// that a reader of it, or a crash, finds the old one or the new one and never
// a part. Other chapters keep what another runner has written meanwhile.
func (b *Book) Set(chapter string, p Place) error {
	if b.path == "" {
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
	text, _ := json.MarshalIndent(contents{places}, "", "  ") // strings and numbers always marshal
	return errors.Join(err, b.replace(append(text, '\n')))
}

func (b *Book) replace(text []byte) error {
	dir := filepath.Dir(b.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "progress-*.json")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), b.path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error is the one to report
	}
	return err
}

// setAside renames a file that cannot be understood to the first free name.
func (b *Book) setAside(cause error) error {
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", b.path, n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		err := os.Rename(b.path, aside)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another runner was quicker
		}
		if err != nil {
			return err
		}
		return &DamagedError{Path: b.path, Aside: aside, Cause: cause}
	}
}
