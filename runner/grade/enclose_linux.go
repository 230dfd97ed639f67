package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Where things are in a shelter.
const (
	submissionDir = "/submission"
	cacheDir      = "/cache"
	selfFile      = "/runner"
)

// Sizes of a shelter's file systems: they are memory (tmpfs(5)).
const (
	tmpOptions   = "size=256m,nr_inodes=20k,mode=1777"
	rootOptions  = "size=1m,nr_inodes=2k,mode=755"
	cacheOptions = "size=128m,nr_inodes=20k,mode=755"
)

// system is what a program needs of the machine. Of /etc only what says how
// names become addresses: as root one could read the rest.
var system = []string{
	"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	"/etc/hosts", "/etc/nsswitch.conf", "/etc/services", "/etc/protocols", "/etc/passwd", "/etc/group", "/etc/localtime",
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
}

// enclose makes a root directory that holds the system, the go command, the
// submission and nothing else, all but /tmp read-only, and moves there.
func enclose(o *order) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return os.NewSyscallError("mount / private", err)
	}
	if err := mount("tmpfs", o.Root, rootOptions, unix.MS_NOSUID|unix.MS_NODEV); err != nil {
		return err
	}
	if err := furnish(o); err != nil {
		return err
	}
	// Both arguments the same: the old root lies over the new one until it is
	// taken off (pivot_root(2)).
	if err := unix.Chdir(o.Root); err != nil {
		return os.NewSyscallError("chdir", err)
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return os.NewSyscallError("pivot_root", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return os.NewSyscallError("umount2", err)
	}
	if err := unix.Chdir("/tmp"); err != nil {
		return os.NewSyscallError("chdir", err)
	}
	return remountRoot()
}

// remountRoot makes the root itself read-only, not what is mounted below.
func remountRoot() error {
	err := unix.MountSetattr(unix.AT_FDCWD, "/", 0, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	return os.NewSyscallError("mount_setattr /", err)
}

// furnish fills the new root.
func furnish(o *order) error {
	for _, from := range system {
		if err := show(o.Root, from, from); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	in := func(name string) string { return filepath.Join(o.Root, name) }
	if err := errors.Join(
		mount("proc", in("/proc"), "", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC),
		mount("tmpfs", in("/tmp"), tmpOptions, unix.MS_NOSUID|unix.MS_NODEV),
		mount("tmpfs", in("/over"), cacheOptions, unix.MS_NOSUID|unix.MS_NODEV),
		show(o.Root, o.Dir, submissionDir),
		show(o.Root, o.Self, selfFile),
	); err != nil {
		return err
	}
	if _, err := os.Stat(in(filepath.Join(o.GoRoot, "bin/go"))); err != nil {
		if err := show(o.Root, o.GoRoot, o.GoRoot); err != nil {
			return err
		}
	}
	// What the go command adds to its cache stays here: one submission cannot
	// change what the next is compiled from.
	upper, work := in("/over/upper"), in("/over/work")
	if err := errors.Join(os.Mkdir(upper, 0o755), os.Mkdir(work, 0o755)); err != nil {
		return err
	}
	layers := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s,userxattr", o.GoCache, upper, work)
	return mount("overlay", in(cacheDir), layers, unix.MS_NOSUID|unix.MS_NODEV)
}

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
