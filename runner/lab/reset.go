package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/chapters"
	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// Reset sets one file of the student's folder back to how it was handed out.
// The one that was there stays beside it, under a name of its own.
func (b *Bench) Reset(dir, file string) error {
	path, err := b.find(dir)
	if err != nil {
		return err
	}
	f, err := b.resettable(path, file)
	if err != nil {
		return err
	}
	full := filepath.Join(path, f.Name)
	shown := b.shown(full)
	info, err := os.Lstat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := new(placing).file(full, f.Skeleton); err != nil {
			return b.unwritable(path, err)
		}
		fmt.Fprintf(b.Console.Out, "%s is back as it was handed out\n", shown)
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return fault.New("move it away, then try again", "%s is a folder", shown)
	case slices.Equal(regular(full), f.Skeleton):
		fmt.Fprintf(b.Console.Out, "%s is as it was handed out\n", shown)
		return nil
	}
	old, err := replace(full, f.Skeleton)
	if err != nil {
		return fault.New("nothing is lost: "+shown+" is as it was", "%s is not set back: %w", shown, cause(err))
	}
	fmt.Fprintf(b.Console.Out, "%s is as it was handed out; yours is %s\n", shown, b.shown(old))
	return nil
}

// resettable is the file of that name, as the reader wrote it: alone, or as a
// path.
func (b *Bench) resettable(path, file string) (lab.File, error) {
	for _, f := range b.files() {
		if file == f.Name || b.abs(file) == filepath.Join(path, f.Name) {
			return f, nil
		}
	}
	names := b.Files()
	hint := "there are: " + strings.Join(names, ", ")
	if near := chapters.Nearest(filepath.Base(file), names); len(near) > 0 {
		hint = "did you mean " + near[0] + "?"
	}
	return lab.File{}, fault.Usage(hint, "the lab has no file %q", file)
}

// replace puts text in the place of a file, which is then called old. If that
// fails, all is as it was.
func replace(path string, text []byte) (old string, err error) {
	temp, err := temporary(path, text)
	if err != nil {
		return "", err
	}
	defer os.Remove(temp)
	old = free(path)
	if err := os.Rename(path, old); err != nil {
		return "", err
	}
	if err := os.Rename(temp, path); err != nil {
		return "", errors.Join(err, os.Rename(old, path))
	}
	return old, nil
}

// free is a name beside path that nothing has: frame.go.old, frame.go.old-2. A
// name that ended in .go would be one more file of the package.
func free(path string) string {
	name := path + ".old"
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil { // if it is another than that there is none, the rename will say so
			return name
		}
		name = fmt.Sprintf("%s.old-%d", path, n)
	}
}
