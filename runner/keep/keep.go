// Package keep is how the runner remembers: in a JSON file that is replaced as
// a whole, so that a reader of it, or a crash, finds the old one or the new one
// and never a part.
package keep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A File is kept at Path.
type File struct {
	Path string
	What string // it holds: "progress"
}

// maxFile is the size in bytes above which a file is not ours.
const maxFile = 1 << 20

// A DamagedError says that the file could not be understood, and where it is
// now. Nothing in it is lost: it was renamed.
type DamagedError struct {
	Path, Aside string
	What        string // "progress"
	Cause       error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged (%v); it is now %s, and %s starts afresh", e.Path, e.Cause, filepath.Base(e.Aside), e.What)
}

func (e *DamagedError) Unwrap() error { return e.Cause }

// Load reads what the file holds. A missing file is no error and holds
// nothing. One that cannot be understood is set aside: the error is a
// [*DamagedError]. With an error nothing is held.
func Load[T any](f File) (T, error) {
	var held, nothing T
	info, err := os.Stat(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nothing, f.setAside(errors.New("not a file that this program wrote"))
	}
	text, err := os.ReadFile(f.Path)
	if err != nil {
		return nothing, err
	}
	if err := json.Unmarshal(text, &held); err != nil {
		return nothing, f.setAside(err)
	}
	return held, nil
}

// Save replaces what the file holds by v.
func (f File) Save(v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	dir, name := filepath.Split(f.Path)
	ext := filepath.Ext(name)
	temp, err := os.CreateTemp(dir, strings.TrimSuffix(name, ext)+"-*"+ext)
	if err != nil {
		return err
	}
	_, err = temp.Write(append(text, '\n'))
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.Path)
	}
	if err != nil {
		_ = os.Remove(temp.Name()) // the first error is the one to report
	}
	return err
}

// setAside renames a file that cannot be understood to the first free name.
func (f File) setAside(cause error) error {
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", f.Path, n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		err := os.Rename(f.Path, aside)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another runner was quicker
		}
		if err != nil {
			return err
		}
		return &DamagedError{Path: f.Path, Aside: aside, What: f.What, Cause: cause}
	}
}
