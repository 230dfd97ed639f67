package unixdomain

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
)

// maxPath is how many bytes of a path fit in struct sockaddr_un with the zero
// byte after it: 107 on Linux and Windows, 103 on the BSDs and macOS (unix(7),
// unix(4)). A path may be far longer than that, PATH_MAX, for all other calls.
const maxPath = len(syscall.RawSockaddrUnix{}.Path) - 1

// nameTooLong says that an address does not fit. It is syscall.ENAMETOOLONG
// for errors.Is; the kernel never sees such a path and has no say.
type nameTooLong struct{ addr string }

func (e nameTooLong) Error() string {
	return fmt.Sprintf("a socket's path has at most %d bytes, and this has %d: %.20s…", maxPath, len(e.addr), e.addr)
}

// Hint gives the way round it: what is long is mostly the folder.
func (nameTooLong) Hint() string {
	return "change to the folder and give a relative path, or take a shorter folder"
}

func (nameTooLong) Is(target error) bool { return target == syscall.ENAMETOOLONG }

// isAbstract reports whether addr is in the abstract namespace, which has no
// files. The first byte of such a name is zero, and written "@" (unix(7)).
func isAbstract(addr string) bool { return strings.HasPrefix(addr, "@") }

// checkName refuses what this system would not take, or would take for
// something else: a file called "@name" where there are no abstract names.
func checkName(addr string) error {
	switch {
	case addr == "":
		return errors.New("no address: a path, or @name for an abstract one")
	case isAbstract(addr) && runtime.GOOS != "linux":
		return missing{what: "an abstract name, " + addr + ", needs Linux; this is " + runtime.GOOS, remedy: "give a path"}
	case len(addr) > maxPath:
		return nameTooLong{addr}
	}
	return nil
}

// unsupportedHere is err, or says plainly that the system has no such sockets:
// Windows before version 1803, and Wine.
func unsupportedHere(err error) error {
	const wsaEAFNoSupport = syscall.Errno(10047)
	if errors.Is(err, syscall.EAFNOSUPPORT) || runtime.GOOS == "windows" && errors.Is(err, wsaEAFNoSupport) {
		return missing{what: "this system has no Unix sockets: " + err.Error(), remedy: "Windows has them from version 1803 on"}
	}
	return err
}
