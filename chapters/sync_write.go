package chapters

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// Write replaces the lesson, whole or not at all. It refuses to if the file
// has changed since it was read: an author may have been typing meanwhile.
func (u *Update) Write() error {
	if len(u.Changes) == 0 {
		return nil
	}
	now, err := os.ReadFile(u.path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, u.before) {
		return fmt.Errorf("%s was edited while its examples ran; sync it again", u.Lesson)
	}
	info, err := os.Stat(u.path)
	if err != nil {
		return err
	}
	return replace(u.path, u.after, info.Mode().Perm())
}

// replace writes a file beside path and renames it to path (rename(2)): a
// reader, or a crash, finds the old content or the new, never a part.
func replace(path string, content []byte, mode os.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // fails once the file is renamed
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Chmod(mode)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
