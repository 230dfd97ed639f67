// Package failure says what happened when a call of the network failed: what
// it is called, whose doing it is, what to do about it, whether to try again,
// and how to tell.
//
// Errors come from three systems, and each has numbers of its own. The system
// is therefore always said, and never the one that the program runs on: think
// of a service that collects the failures of programs everywhere.
package failure

// A System is one that gives failures numbers.
type System string

const (
	Linux   System = "linux"
	Darwin  System = "darwin"  // macOS
	Winsock System = "winsock" // Windows, from WSAGetLastError
)

// Systems are all of them.
var Systems = []System{Linux, Darwin, Winsock}

// A Row is one failure: what it means, and what each system calls it.
type Row struct {
	POSIX string // its name on Linux and macOS, "" if they do not have it
	WSA   string // its name in Winsock, "" likewise

	Linux, Darwin, Winsock int // its numbers; 0 where a system does not have it

	Kind Kind
}

// On is the name and the number of a failure on a system. Both are zero where
// the system does not have it.
func (r *Row) On(s System) (name string, number int) {
	switch s {
	case Linux:
		number, name = r.Linux, r.POSIX
	case Darwin:
		number, name = r.Darwin, r.POSIX
	case Winsock:
		number, name = r.Winsock, r.WSA
	}
	if number == 0 {
		return "", 0
	}
	return name, number
}

// Table has every failure that this package knows. The numbers are those of
// the systems' headers: errno.h on x86 and ARM for Linux, and winsock2.h.
var Table = []Row{
	{"EPERM", "", 1, 1, 0, AccessDenied},
	{"EINTR", "WSAEINTR", 4, 4, 10004, Interrupted},
	{"EBADF", "WSAEBADF", 9, 9, 10009, BadCall},
	{"ENOMEM", "", 12, 12, 0, NoBuffers},
	{"EACCES", "WSAEACCES", 13, 13, 10013, AccessDenied},
	{"EFAULT", "WSAEFAULT", 14, 14, 10014, BadCall},
	{"EINVAL", "WSAEINVAL", 22, 22, 10022, BadCall},
	{"ENFILE", "", 23, 23, 0, TooManyFiles},
	{"EMFILE", "WSAEMFILE", 24, 24, 10024, TooManyFiles},
	{"EPIPE", "", 32, 32, 0, BrokenPipe},
	{"EAGAIN", "", 11, 35, 0, WouldBlock},
	{"EWOULDBLOCK", "WSAEWOULDBLOCK", 11, 35, 10035, WouldBlock},
	{"EINPROGRESS", "WSAEINPROGRESS", 115, 36, 10036, InProgress},
	{"EALREADY", "WSAEALREADY", 114, 37, 10037, InProgress},
	{"ENOTSOCK", "WSAENOTSOCK", 88, 38, 10038, BadCall},
	{"EMSGSIZE", "WSAEMSGSIZE", 90, 40, 10040, MessageTooLong},
	{"ENOPROTOOPT", "WSAENOPROTOOPT", 92, 42, 10042, NotSupported},
	{"EPROTONOSUPPORT", "WSAEPROTONOSUPPORT", 93, 43, 10043, NotSupported},
	{"EOPNOTSUPP", "WSAEOPNOTSUPP", 95, 102, 10045, NotSupported},
	{"ENOTSUP", "", 95, 45, 0, NotSupported},
	{"EAFNOSUPPORT", "WSAEAFNOSUPPORT", 97, 47, 10047, NotSupported},
	{"EADDRINUSE", "WSAEADDRINUSE", 98, 48, 10048, InUse},
	{"ENETDOWN", "WSAENETDOWN", 100, 50, 10050, NetworkDown},
	{"ENETUNREACH", "WSAENETUNREACH", 101, 51, 10051, Unreachable},
	{"ENETRESET", "WSAENETRESET", 102, 52, 10052, Aborted},
	{"ECONNABORTED", "WSAECONNABORTED", 103, 53, 10053, Aborted},
	{"ECONNRESET", "WSAECONNRESET", 104, 54, 10054, Reset},
	{"ENOBUFS", "WSAENOBUFS", 105, 55, 10055, NoBuffers},
	{"ENOTCONN", "WSAENOTCONN", 107, 57, 10057, NotConnected},
	{"ETIMEDOUT", "WSAETIMEDOUT", 110, 60, 10060, TimedOut},
	{"ECONNREFUSED", "WSAECONNREFUSED", 111, 61, 10061, Refused},
	{"EHOSTUNREACH", "WSAEHOSTUNREACH", 113, 65, 10065, Unreachable},
	{"ENODATA", "", 61, 96, 0, NoMore},
	{"ECANCELED", "", 125, 89, 0, Canceled},
	{"", "WSA_OPERATION_ABORTED", 0, 0, 995, Canceled},
	{"", "WSASYSNOTREADY", 0, 0, 10091, NotStarted},
	{"", "WSANOTINITIALISED", 0, 0, 10093, NotStarted},
	{"", "WSAEDISCON", 0, 0, 10101, Ended},
	{"", "WSAHOST_NOT_FOUND", 0, 0, 11001, HostNotFound},
	{"", "WSATRY_AGAIN", 0, 0, 11002, NameServer},
	{"", "WSANO_DATA", 0, 0, 11004, HostNotFound},
}
