package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// leaveKeys takes the thread from its session keyring, which exec(2) and
// fork(2) hand on, to an empty one (session-keyring(7)). Without a name (NULL,
// not "") it is nobody else's. A kernel without keys says ENOSYS.
func leaveKeys() error {
	_, err := unix.KeyctlInt(unix.KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0)
	if err == unix.ENOSYS {
		return nil
	}
	return os.NewSyscallError("keyctl KEYCTL_JOIN_SESSION_KEYRING", err)
}

// coverKeys hides the list of keys, in which the kernel shows those of the
// user's, not only of the user namespace's.
func coverKeys(list string) error {
	err := unix.Mount("/dev/null", list, "", unix.MS_BIND, "")
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a kernel without keys
		return fmt.Errorf("mount %s: %w", list, err)
	}
	return nil
}

// auditArch is what seccomp(2) calls the machine that a program is built for.
var auditArch = map[string]uint32{
	"386": unix.AUDIT_ARCH_I386, "amd64": unix.AUDIT_ARCH_X86_64,
	"arm": unix.AUDIT_ARCH_ARM, "arm64": unix.AUDIT_ARCH_AARCH64,
	"loong64": unix.AUDIT_ARCH_LOONGARCH64, "ppc64le": unix.AUDIT_ARCH_PPC64LE,
	"riscv64": unix.AUDIT_ARCH_RISCV64, "s390x": unix.AUDIT_ARCH_S390X,
}

// Where struct seccomp_data has the two fields that count, in bytes.
const (
	dataNumber = 0
	dataArch   = 4
)

// x32 marks a system call of the third interface that an amd64 kernel may
// have; nowhere are the numbers of others as high.
const x32 = 0x40000000

// refuseKeys takes the system calls on keys from the thread and all that it
// becomes: who owns a keyring may link it by its number, and whom the kernel
// takes for the owner does not depend on the user namespace. Calls in the
// manner of another machine, whose numbers mean other things, go too.
func refuseKeys() error {
	arch, ok := auditArch[runtime.GOARCH]
	if !ok {
		return fmt.Errorf("no filter of system calls for %s", runtime.GOARCH)
	}
	const (
		load    = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		atLeast = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give    = unix.BPF_RET | unix.BPF_K
	)
	// Jt and Jf are how many instructions to skip.
	filter := []unix.SockFilter{
		{Code: load, K: dataArch},
		{Code: equal, K: arch, Jf: 6}, // to the refusal, as the Jt below
		{Code: load, K: dataNumber},
		{Code: atLeast, K: x32, Jt: 4},
		{Code: equal, K: unix.SYS_KEYCTL, Jt: 3},
		{Code: equal, K: unix.SYS_REQUEST_KEY, Jt: 2},
		{Code: equal, K: unix.SYS_ADD_KEY, Jt: 1},
		{Code: give, K: unix.SECCOMP_RET_ALLOW},
		{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return os.NewSyscallError("seccomp SECCOMP_SET_MODE_FILTER", errno)
	}
	return nil
}
