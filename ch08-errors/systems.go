package sockerrors

import (
	"slices"
	"strings"
)

// Systems are all that the table has numbers or names of.
var Systems = []System{
	Linux, LinuxMIPS, Darwin, FreeBSD, NetBSD, OpenBSD, Illumos,
	UCRT, Winsock, Win32, HRESULT, NTStatus, GoWindows,
	DotNet, UWP, Rust, EAIGlibc, EAIDarwin, EAIWindows, HErrno, DNS,
	Libuv, Node, Python, Golang, WinINet, CloseCodes, TLSAlert, WebError,
	Chromium, Curl,
}

// loud are all but those with small numbers that are hardly ever met without a
// word of what they are.
var loud = slices.DeleteFunc(slices.Clone(Systems), func(s System) bool {
	return s == TLSAlert || s == WebError || s == Chromium || s == Curl
})

// otherNames are those that a reader may type for a system, or for several.
var otherNames = map[string][]System{
	"macos":   {Darwin},
	"osx":     {Darwin},
	"ios":     {Darwin},
	"android": {Linux},
	"solaris": {Illumos},
	"mips":    {LinuxMIPS},
	"bsd":     {Darwin, FreeBSD, NetBSD, OpenBSD},
	"wsa":     {Winsock},
	"windows": {Winsock, Win32, HRESULT, UCRT, WinINet},
	"mingw":   {UCRT},
	".net":    {DotNet},
	"csharp":  {DotNet},
	"go":      {GoWindows, Golang},
	"eai":     {EAIGlibc, EAIDarwin, EAIWindows},
	"glibc":   {Linux, EAIGlibc},
	"nodejs":  {Node, Libuv},
	"winhttp": {WinINet},
	"chrome":  {Chromium},
}

// systemsNamed returns what a reader calls by that name, nil if nothing.
func systemsNamed(name string) []System {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, s := range Systems {
		if name == string(s) {
			return []System{s}
		}
	}
	return otherNames[name]
}

func systemNames() []string {
	var names []string
	for _, s := range Systems {
		names = append(names, string(s))
	}
	for name := range otherNames {
		names = append(names, name)
	}
	return names
}

// isErrno tells whether a system's names are POSIX's.
func isErrno(s System) bool { return slices.Contains(errnoSystems, s) }
