package lab

import (
	"crypto/rand"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A workspace is a temporary module in which one submission is tested.
type workspace struct {
	lab    *Lab
	dir    string
	binary string
	args   []string // of binary, before those of the testing package
	secret string
	module string   // the import path of the student's package
	own    []string // the names of the student's files
}

// Prefix begins the name of a workspace's folder, and of others in the system's
// temporary folder that a later check is to remove.
const Prefix = "sockbook-lab-"

// staleAge is that of a folder that no check can still be at work in.
const staleAge = 24 * time.Hour

// sweep removes the workspaces that killed checks have left in the folder temp.
// What has another name or is no folder stays, and os.RemoveAll follows no
// symbolic link.
func sweep(temp string) {
	entries, _ := os.ReadDir(temp) // MkdirTemp says what is wrong with it
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), Prefix) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > staleAge {
			_ = os.RemoveAll(filepath.Join(temp, e.Name()))
		}
	}
}

// newWorkspace puts sources, the student's files by their names, beside the
// workbook's tests. The error of a full disk or a missing permission is the
// system's.
func (l *Lab) newWorkspace(sources map[string][]byte) (*workspace, error) {
	w, err := l.emptyWorkspace()
	if err != nil {
		return nil, err
	}
	w.own = slices.Collect(maps.Keys(sources))
	if err := w.fill(sources); err != nil {
		w.remove()
		return nil, err
	}
	return w, nil
}

// emptyWorkspace has a folder to run in, and no files yet.
func (l *Lab) emptyWorkspace() (*workspace, error) {
	sweep(os.TempDir())
	dir, err := os.MkdirTemp("", Prefix)
	if err != nil {
		return nil, err
	}
	w := &workspace{lab: l, dir: dir, binary: filepath.Join(dir, "check.exe"), secret: secret(), module: l.module}
	if err := os.Mkdir(filepath.Join(dir, "run"), 0o700); err != nil {
		w.remove()
		return nil, err
	}
	return w, nil
}

// fill writes the module.
func (w *workspace) fill(sources map[string][]byte) error {
	files := maps.Clone(sources)
	files["go.mod"] = w.lab.GoMod()
	files[harnessFile] = harnessSource(w.lab.Package)
	for _, f := range w.lab.Files {
		switch f.Role {
		case Given:
			files[f.Name] = f.Solution
		case Testing:
			text, err := tell(f.Solution)
			if err != nil {
				return err
			}
			files[f.Name] = text
		}
	}
	return write(w.dir, files)
}

func write(dir string, files map[string][]byte) error {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// remove removes the workspace, and what a submission has made unwritable in
// it.
func (w *workspace) remove() {
	if os.RemoveAll(w.dir) == nil {
		return
	}
	_ = filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o700) // what is not ours stays
		}
		return nil
	})
	_ = os.RemoveAll(w.dir)
}

// clear removes the sources: a test has no use for them.
func (w *workspace) clear() {
	entries, _ := os.ReadDir(w.dir) // we have just written there
	for _, e := range entries {
		if !e.IsDir() && e.Name() != filepath.Base(w.binary) {
			_ = os.Remove(filepath.Join(w.dir, e.Name()))
		}
	}
}

// secret is a name that nobody can guess.
func secret() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}
