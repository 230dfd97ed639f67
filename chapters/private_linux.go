package chapters

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// private makes the child start in a user and a network namespace of its own
// (user_namespaces(7), network_namespaces(7)): root over a network with
// nothing in it but a loopback interface, and nobody outside it.
func private(cmd *exec.Cmd) error {
	attr := cmd.SysProcAttr
	if attr == nil {
		attr = &syscall.SysProcAttr{}
	}
	attr.Cloneflags |= syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET
	attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	cmd.SysProcAttr = attr
	cmd.Env = append(cmd.Environ(), privateEnv+"=1")
	return nil
}

// refused says why a private namespace could not be made and what would allow
// it, or returns err as it is.
func refused(err error) error {
	var errno syscall.Errno
	if !errors.As(err, &errno) || !slices.Contains([]syscall.Errno{syscall.EPERM, syscall.EACCES, syscall.ENOSPC, syscall.EINVAL}, errno) {
		return err
	}
	s := &Skipped{Reason: fmt.Sprintf("this system refuses a private user and network namespace: %v", errno), namespace: true}
	s.Remedy = "the same command with sudo: root may make one"
	switch {
	case read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
		s.Remedy = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
	case read("/proc/sys/kernel/unprivileged_userns_clone") == "0":
		s.Remedy = "sudo sysctl -w kernel.unprivileged_userns_clone=1"
	case read("/proc/sys/user/max_user_namespaces") == "0":
		s.Remedy = "sudo sysctl -w user.max_user_namespaces=10000"
	}
	return s
}

func read(path string) string {
	b, _ := os.ReadFile(path) // absent where the kernel lacks the switch
	return strings.TrimSpace(string(b))
}

// raiseLoopback turns on lo, which a new network namespace has switched off.
// It wraps ioctl(2) with SIOCGIFFLAGS and SIOCSIFFLAGS (netdevice(7)).
func raiseLoopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, ifr); err != nil {
		return os.NewSyscallError("ioctl SIOCGIFFLAGS", err)
	}
	ifr.SetUint16(ifr.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("ioctl SIOCSIFFLAGS", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr))
}
