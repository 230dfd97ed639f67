package grade

import (
	"errors"
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

// cacheLayers make the go command's cache: what is added to it stays here, and
// one submission cannot change what the next is compiled from. The names are
// below the new root; a ':' or ',' in one would end it (mount options of
// overlayfs).
const cacheLayers = "lowerdir=over/lower,upperdir=over/upper,workdir=over/work,userxattr"

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
	if err := resolve(&o.GoRoot, &o.GoCache); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return os.NewSyscallError("mount / private", err)
	}
	if err := mount("tmpfs", o.Root, rootOptions, unix.MS_NOSUID|unix.MS_NODEV); err != nil {
		return err
	}
	if err := furnish(o); err != nil {
		return err
	}
	if err := unix.Chdir(o.Root); err != nil {
		return os.NewSyscallError("chdir", err)
	}
	if err := mount("overlay", "."+cacheDir, cacheLayers, unix.MS_NOSUID|unix.MS_NODEV); err != nil {
		return err
	}
	// Both arguments the same: the old root lies over the new one until it is
	// taken off (pivot_root(2)).
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

// resolve replaces names by those without a symbolic link: what one points to
// may not be in the new root, or be another thing there.
func resolve(names ...*string) (err error) {
	for _, name := range names {
		if *name, err = filepath.EvalSymlinks(*name); err != nil {
			return err
		}
	}
	return nil
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
		coverKeys(in("/proc/keys")),
		mount("tmpfs", in("/tmp"), tmpOptions, unix.MS_NOSUID|unix.MS_NODEV),
		mount("tmpfs", in("/over"), cacheOptions, unix.MS_NOSUID|unix.MS_NODEV),
		show(o.Root, o.Dir, submissionDir),
		show(o.Root, o.Self, selfFile),
		show(o.Root, o.GoCache, "/over/lower"),
		os.Mkdir(in("/over/upper"), 0o755),
		os.Mkdir(in("/over/work"), 0o755),
	); err != nil {
		return err
	}
	if _, err := os.Stat(in(filepath.Join(o.GoRoot, "bin/go"))); err != nil {
		return show(o.Root, o.GoRoot, o.GoRoot)
	}
	return nil
}
