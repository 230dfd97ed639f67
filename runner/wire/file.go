package wire

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sockbook/chapters/wire"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// A file is where packets are kept. It is written under another name and takes
// its own once it is whole: a file that it replaces is there until then. A nil
// file keeps nothing.
type file struct {
	path string
	part *os.File
	w    *wire.File
}

// create begins the file path, or none if that is empty.
func create(path string, force bool) (*file, error) {
	if path == "" {
		return nil, nil
	}
	if err := mayWrite(path, force); err != nil {
		return nil, err
	}
	part, err := os.Create(path + ".part")
	if err != nil {
		return nil, fault.Usage("a folder that exists and is yours", "the packets cannot be kept: %w", err)
	}
	f := &file{path: path, part: part}
	if f.w, err = wire.NewFile(part); err != nil {
		f.discard()
		return nil, err
	}
	return f, nil
}

// mayWrite refuses to replace what the reader may want to have.
func mayWrite(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.Usage("a folder that exists and is yours", "the packets cannot be kept: %w", err)
	case !info.Mode().IsRegular():
		return fault.Usage("name a file that is not there yet", "%s is no file that can be replaced", path)
	case !force:
		return fault.Usage("--force replaces it", "%s is there already", path)
	}
	return nil
}

func (f *file) write(e wire.Event) error {
	if f == nil {
		return nil
	}
	return f.failed(f.w.Write(e))
}

func (f *file) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the packets cannot be kept: %w", err)
}

// finish gives the file its name, whatever became of the example, and says so.
func (f *file) finish(note string, packets int, err error, console *tty.Console) (string, error) {
	if f == nil {
		return note, err
	}
	if kept := f.failed(f.close()); kept != nil {
		return note, errors.Join(err, kept)
	}
	written := fmt.Sprintf("%s in %s", counted(packets, "packet"), f.path)
	if err != nil {
		fmt.Fprintln(console.Out, written)
		return note, err
	}
	return joined(note, written), nil
}

func (f *file) close() error {
	err := f.w.Flush()
	if cerr := f.part.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.part.Name(), f.path)
	}
	return err
}

// discard removes what has not become a file.
func (f *file) discard() {
	if f == nil {
		return
	}
	_ = f.part.Close()           // twice, once it has its name
	_ = os.Remove(f.part.Name()) // not there, then
}
