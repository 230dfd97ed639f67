package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sockbook/runner/fault"
)

// homeFolder asks for the two folders that a user has: one for settings, where
// the runner keeps a reader's place, and one for what can be made again, where
// the go command keeps what it has compiled. Nothing is made in them.
func homeFolder(context.Context) (string, error) {
	const remedy = `export HOME="$(mktemp -d)", for as long as this shell runs`
	config, err := os.UserConfigDir()
	if err == nil {
		err = writable(config)
	}
	if err == nil {
		var cache string
		if cache, err = os.UserCacheDir(); err == nil {
			err = writable(cache)
		}
	}
	if err != nil {
		return "", fault.New(remedy, "%w", err)
	}
	return "", nil
}

// writable reports whether a folder can be written to or, if there is none,
// made.
func writable(folder string) error {
	info, err := os.Stat(folder)
	if parent := filepath.Dir(folder); errors.Is(err, fs.ErrNotExist) && parent != folder {
		return writable(parent)
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", folder)
	}
	f, err := os.CreateTemp(folder, ".doctor-")
	if err != nil {
		return fmt.Errorf("%s cannot be written to: %w", folder, cause(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// cause is the system's word in err, without the call and the path.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// longestTemp is how long the path of the folder for temporary files may be
// for a socket to have a path in it: sun_path holds 108 bytes on Linux, 104
// elsewhere, and the names that the chapters put there take up to 40.
const longestTemp = 64

// tempFolder asks for a folder for temporary files that programs can be run
// from.
func tempFolder(ctx context.Context) (string, error) {
	folder := os.TempDir()
	const remedy = "export TMPDIR=/tmp, or another folder of yours"
	if err := writable(folder); err != nil {
		return "", fault.New(remedy, "%w", err)
	}
	if len(folder) > longestTemp {
		return "", fault.New(remedy, "%s is too long for the path of a socket in it", folder)
	}
	if err := runsPrograms(ctx, folder); err != nil {
		return "", fault.New(remedy, "no program can be run from %s: %w", folder, err)
	}
	return folder, nil
}
