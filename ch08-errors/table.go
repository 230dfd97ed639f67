package sockerrors

import "slices"

// A System is whoever gives errors numbers or names of its own: a kernel, a C
// library, a language.
type System string

const (
	Linux      System = "linux"
	LinuxMIPS  System = "linux-mips" // Linux with the numbers of IRIX
	Darwin     System = "darwin"     // macOS and iOS
	FreeBSD    System = "freebsd"
	NetBSD     System = "netbsd"
	OpenBSD    System = "openbsd"
	Illumos    System = "illumos"    // and Solaris
	UCRT       System = "ucrt"       // errno of Windows' C library
	Winsock    System = "winsock"    // WSAGetLastError
	Win32      System = "win32"      // GetLastError, where it tells the same failure
	HRESULT    System = "hresult"    // COM's and UWP's form of the two above
	NTStatus   System = "ntstatus"   // of the Windows kernel, as Wine translates it
	GoWindows  System = "go-windows" // syscall.E… of Go on Windows, given by nobody
	DotNet     System = "dotnet"     // System.Net.Sockets.SocketError
	UWP        System = "uwp"        // Windows.Networking.Sockets.SocketErrorStatus
	Rust       System = "rust"       // std::io::ErrorKind
	EAIGlibc   System = "eai-glibc"  // what getaddrinfo(3) returns with glibc
	EAIDarwin  System = "eai-darwin" // and on macOS
	EAIWindows System = "eai-windows"
	HErrno     System = "h_errno"   // of gethostbyname, getaddrinfo's predecessor
	DNS        System = "dns"       // response codes (RFC 1035 section 4.1.1)
	Libuv      System = "libuv"     // its own numbers, for Windows and getaddrinfo
	Node       System = "node"      // codes of its own
	Python     System = "python"    // subclasses of OSError
	Golang     System = "golang"    // values and types of Go's own
	WinINet    System = "wininet"   // and WinHTTP, with the same numbers
	CloseCodes System = "websocket" // RFC 6455 section 7.4.1
	TLSAlert   System = "tls"       // RFC 8446 section 6
	WebError   System = "weberrorstatus"
	Chromium   System = "chromium" // net/base/net_error_list.h, of Chrome, Edge, Electron
	Curl       System = "curl"     // CURLcode, and curl's exit status
)

// A Basis says how the table knows what it says.
type Basis int

const (
	Defined  Basis = iota // by the system's own header or reference
	Source                // in the source of the program that translates
	Computed              // from another number, by a documented rule
	Inferred              // name or meaning match, and nobody documents it
)

func (b Basis) String() string {
	return [...]string{"defined", "source", "computed", "inferred"}[b]
}

// A Code is what one system calls an error.
type Code struct {
	System    System
	Name      string // "" if the system only numbers it
	Number    int64
	HasNumber bool // as names of Rust's have none
	Basis     Basis
}

// An Entry is one failure under all its names.
type Entry struct {
	Name    string // Winsock's, else POSIX's, else that of who has it
	POSIX   string // "ECONNREFUSED"; "" if no errno means exactly this
	Near    string // the errno that comes nearest then, by our judgement
	Meaning string
	Note    string
	Family  Family
	Kind    Kind
	Codes   []Code

	// Texts are words that an error message has of it, in lower case, and
	// who writes them: "unix" is every kernel here. Those of Windows are as
	// programs quote them; Wine has words of its own.
	Texts map[string]string

	// MapsTo is the errno that a program or library makes of the Winsock code,
	// by its source: "libuv", "cygwin", "msvc", "dotnet", "postgres".
	MapsTo map[string]string
	// Folds lists what "dotnet" and "wineserver" make this one of.
	Folds map[string][]string
	// Seen lists calls that gave the code in a run under Wine 8.0. Windows
	// itself may answer otherwise.
	Seen []string

	verdict verdictOf
}

// A Family says where an entry comes from.
type Family string

const (
	FamilyBSD      Family = "bsd"         // Winsock 1.1's copies of errno
	FamilyWin32    Family = "win32-alias" // Win32 codes under a WSA_ name
	FamilyWinsock2 Family = "winsock2"
	FamilyResolver Family = "resolver"
	FamilyQoS      Family = "qos"
	FamilyPOSIX    Family = "posix" // errnos without a twin in Winsock
	FamilyUWP      Family = "uwp"   // members of SocketErrorStatus without one
	FamilyEAI      Family = "eai"   // of getaddrinfo, without a twin
	FamilyGo       Family = "go"    // errors that Go makes itself
	FamilyTLS      Family = "tls"
	FamilyClose    Family = "websocket" // close codes
	FamilyWinINet  Family = "wininet"
)

// On returns what the systems call the entry.
func (e *Entry) On(system System) []Code {
	var codes []Code
	for _, c := range e.Codes {
		if c.System == system {
			codes = append(codes, c)
		}
	}
	return codes
}

// Number is the entry's number on a system, ok false if it has none there.
func (e *Entry) Number(system System) (number int64, ok bool) {
	i := slices.IndexFunc(e.Codes, func(c Code) bool { return c.System == system && c.HasNumber })
	if i < 0 {
		return 0, false
	}
	return e.Codes[i].Number, true
}

// Entries is the whole table: 97 codes of Winsock, the errnos without a twin
// among them, the members of SocketErrorStatus without one, and what else says
// in a message that a connection has failed. Do not change it.
func Entries() []*Entry { return table().entries }
