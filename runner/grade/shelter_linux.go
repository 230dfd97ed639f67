package grade

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// canShelter reports whether this system has what a shelter is made of.
const canShelter = true

// Limits of a shelter. A process of the go command takes some 300 MB.
const (
	maxProcesses = 600       // and threads
	maxFileSize  = 128 << 20 // bytes (RLIMIT_FSIZE, setrlimit(2))
	maxData      = 4 << 30   // bytes of one process (RLIMIT_DATA)
)

// seclude makes cmd start in namespaces of its own (namespaces(7)): root over
// nothing, with no network but loopback, and the first process of its PID
// namespace, with which the kernel ends all others (pid_namespaces(7)).
func seclude(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWNS |
			unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		Setpgid:     true, // a Ctrl-C at the terminal is the parent's to take
	}
}

// shelter turns the namespaces into a shelter and goes on as stage 2 in it,
// without a capability. It returns only an error.
func shelter(o *order) error {
	// Capabilities, keyrings and exec(2) are a thread's: this one becomes the
	// program.
	runtime.LockOSThread()
	if err := errors.Join(leaveKeys(), raiseLoopback(), enclose(o), offer(), limit()); err != nil {
		return err
	}
	if err := errors.Join(renounce(), refuseKeys()); err != nil {
		return err
	}
	o.Stage, o.Dir = 2, submissionDir
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	env := []string{
		childEnv + "=" + string(text),
		"PATH=" + o.GoRoot + "/bin:/usr/local/bin:/usr/bin:/bin",
		"GOCACHE=" + cacheDir, "GOROOT=" + o.GoRoot, "HOME=/tmp", "TMPDIR=/tmp", "GOTELEMETRY=off",
	}
	return os.NewSyscallError("execve", syscall.Exec(selfFile, os.Args[:1], env))
}

// raiseLoopback turns on lo, which a new network namespace has switched off
// (netdevice(7)).
func raiseLoopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_LOOPBACK)
	return os.NewSyscallError("ioctl SIOCSIFFLAGS", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo))
}

// limit bounds what the shelter's processes may take. A kernel before 6.14
// shares one pid_max among all namespaces and refuses the write; there
// RLIMIT_NPROC is what bounds their number, and it does not bind host root.
func limit() error {
	_ = os.WriteFile("/proc/sys/kernel/pid_max", fmt.Append(nil, maxProcesses), 0)
	if err := seal("/proc"); err != nil {
		return err
	}
	for what, n := range map[int]uint64{
		unix.RLIMIT_NPROC: maxProcesses, unix.RLIMIT_FSIZE: maxFileSize, unix.RLIMIT_DATA: maxData, unix.RLIMIT_CORE: 0,
	} {
		var now unix.Rlimit
		if err := unix.Getrlimit(what, &now); err != nil {
			return os.NewSyscallError("getrlimit", err)
		}
		n = min(n, now.Max)
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: n, Max: n}); err != nil {
			return os.NewSyscallError("setrlimit", err)
		}
	}
	return nil
}

// renounce gives up every capability with the next exec(2), for good: what is
// mounted stays, and a test can neither trace its parent nor read its memory.
func renounce() error {
	for c := range uintptr(unix.CAP_LAST_CAP + 1) {
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0); err != nil && err != unix.EINVAL {
			return os.NewSyscallError("prctl PR_CAPBSET_DROP", err) // EINVAL: the kernel has fewer
		}
	}
	return os.NewSyscallError("prctl PR_SET_NO_NEW_PRIVS", unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
}

// guard keeps the tests, which run as the same user, from this process and its
// descriptors: of one that is not dumpable ptrace(2) and /proc/PID/fd are
// closed to them.
func guard() error {
	return os.NewSyscallError("prctl PR_SET_DUMPABLE", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))
}
