package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// mount mounts a file system of that type, and makes the folder for it.
func mount(kind, at, options string, flags uintptr) error {
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	if err := unix.Mount("none", at, kind, flags, options); err != nil {
		return fmt.Errorf("mount %s: %w", kind, err)
	}
	return nil
}

// show makes a file or folder of the machine visible below root, read-only.
func show(root, from, as string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	at := filepath.Join(root, as)
	if info.Mode()&fs.ModeSymlink != 0 { // /bin is often one, to usr/bin
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.Symlink(target, at))
	}
	if info.IsDir() {
		err = os.MkdirAll(at, 0o755)
	} else {
		err = errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, nil, 0o644))
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(from, at, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("mount %s: %w", from, err)
	}
	return seal(at)
}

// seal makes a mount, and all below it, read-only and its set-user-ID programs
// ordinary ones (mount_setattr(2), Linux 5.12).
func seal(at string) error {
	attr := &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID}
	if err := unix.MountSetattr(unix.AT_FDCWD, at, unix.AT_RECURSIVE, attr); err != nil {
		return fmt.Errorf("mount_setattr %s: %w", at, err)
	}
	return nil
}
