package lab

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// identify names the binary after its content, so that intact can tell.
func (w *workspace) identify() error {
	name, err := programName(w.binary)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the go command had nothing to compile
	}
	if err != nil {
		return err
	}
	named := filepath.Join(w.dir, name)
	if err := os.Rename(w.binary, named); err != nil {
		return err
	}
	w.binary = named
	return nil
}

// errChanged is why a test is not run.
var errChanged = errors.New("the test program was changed by a test before")

// intact looks whether the binary is the one that was built: a test may write
// where it is.
func (w *workspace) intact() error {
	name, err := programName(w.binary)
	if err == nil && name != filepath.Base(w.binary) {
		return errChanged
	}
	return err
}

// programName is what a program with the content of file is called.
func programName(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return fmt.Sprintf("check-%x.exe", sum.Sum(nil)), err
}
