package sockerrors

import (
	"runtime"
	"strings"
	"syscall"
)

// here is the systems whose numbers a syscall.Errno may hold in this program,
// none on a system that the table does not know. On Windows these are three:
// Winsock's and Win32's, as the system gives them, and Go's own inventions,
// syscall.ECONNREFUSED and its like, which it never gives.
var here = systemsOf(runtime.GOOS, runtime.GOARCH)

func systemsOf(goos, goarch string) []System {
	switch goos {
	case "linux", "android":
		if strings.HasPrefix(goarch, "mips") {
			return []System{LinuxMIPS}
		}
		return []System{Linux}
	case "darwin", "ios":
		return []System{Darwin}
	case "freebsd", "netbsd", "openbsd":
		return []System{System(goos)}
	case "illumos", "solaris":
		return []System{Illumos}
	case "windows":
		return []System{Winsock, Win32, GoWindows}
	}
	return nil
}

// OfErrno is the table's entry for an errno of the system that the program
// runs on, nil if it has none. Where two names have one number, as EAGAIN and
// EWOULDBLOCK do on Linux, it is the one that Winsock has too.
func OfErrno(errno syscall.Errno) *Entry { return entryOf(errno, here) }

func entryOf(errno syscall.Errno, systems []System) *Entry {
	for _, system := range systems {
		if found := ByNumber(int64(errno), system); len(found) > 0 {
			return found[0].Entry
		}
	}
	return nil
}
