package lab

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// placing puts files into a folder, all or none of them.
type placing struct{ made []string }

// folder makes path, and its parent if parents is set.
func (p *placing) folder(path string, parents bool) error {
	if parents {
		if err := p.folder(filepath.Dir(path), false); err != nil {
			return err
		}
	}
	err := os.Mkdir(path, 0o777)
	if errors.Is(err, fs.ErrExist) {
		if info, failed := os.Stat(path); failed == nil && info.IsDir() {
			return nil
		}
		return fmt.Errorf("%s is in the way, and is no folder", path)
	}
	if err == nil {
		p.made = append(p.made, path)
	}
	return err
}

// file makes a file; with whatever already has the name, a folder or a broken
// link too, the error is fs.ErrExist and nothing is changed, nor is anything
// written: the folder may be a read-only one.
func (p *placing) file(path string, text []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	temp, err := temporary(path, text)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	err = os.Link(temp, path) // unlike rename(2), link(2) replaces nothing
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = exclusive(path, text) // a file system without links: FAT, some networks'
	}
	if err == nil {
		p.made = append(p.made, path)
	}
	return err
}

// undo takes back what was made.
func (p *placing) undo() {
	for i := len(p.made) - 1; i >= 0; i-- {
		_ = os.Remove(p.made[i]) // a folder that somebody has put something into stays
	}
}

// temporary makes a file of another name beside path.
func temporary(path string, text []byte) (string, error) {
	dir, name := filepath.Split(path)
	temp := filepath.Join(dir, "."+name+"."+rand.Text()+".new")
	return temp, exclusive(temp, text)
}

// exclusive makes a file that there was not. If that fails there is none.
func exclusive(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(path) // the first error is the one to report
	}
	return err
}
