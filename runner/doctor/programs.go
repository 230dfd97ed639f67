package doctor

import (
	"context"
	"os/exec"
	"regexp"
	"runtime"
	"time"

	"sockbook/runner/fault"
)

// A program is a tool or a language that examples and lessons use.
type program struct {
	name  string
	use   string
	only  string     // the operating system it is for; "": any
	runs  [][]string // it is here if one of these succeeds; what it prints has its version
	where packages   // how to get it
}

// packages are a program's names with the package managers.
type packages struct{ apt, dnf, pacman, brew, winget string }

func programs() []check {
	var checks []check
	for _, p := range table {
		if p.only == "" || p.only == runtime.GOOS {
			checks = append(checks, check{p.name, p.use, p.probe})
		}
	}
	return checks
}

func version(names ...string) (runs [][]string) {
	for _, name := range names {
		runs = append(runs, []string{name, "--version"})
	}
	return runs
}

var table = []program{
	// To be found is not enough: a container may forbid ptrace(2).
	{"strace", "system calls, as they happen", "linux", [][]string{{"strace", "-V"}},
		packages{apt: "strace", dnf: "strace", pacman: "strace"}},
	{"strace may trace", "the same, which a container may forbid", "linux", [][]string{{"strace", "-qq", "-e", "trace=none", "true"}},
		packages{apt: "strace", dnf: "strace", pacman: "strace"}},
	{"ss", "the kernel's table of sockets", "linux", [][]string{{"ss", "-V"}},
		packages{apt: "iproute2", dnf: "iproute", pacman: "iproute2"}},
	{"ip", "hosts, routers and cables in a network of one's own", "linux", [][]string{{"ip", "-V"}},
		packages{apt: "iproute2", dnf: "iproute", pacman: "iproute2"}},
	{"systemd-socket-activate", "socket activation from another hand", "linux", version("systemd-socket-activate"),
		packages{apt: "systemd", dnf: "systemd", pacman: "systemd"}},
	{"tcpdump", "packets", "", version("tcpdump"),
		packages{apt: "tcpdump", dnf: "tcpdump", pacman: "tcpdump", brew: "tcpdump"}},
	{"tshark", "packets, decoded", "", version("tshark"),
		packages{"tshark", "wireshark-cli", "wireshark-cli", "wireshark", "WiresharkFoundation.Wireshark"}},
	{"socat", "a client and a server for anything", "", [][]string{{"socat", "-V"}},
		packages{apt: "socat", dnf: "socat", pacman: "socat", brew: "socat"}},
	{"ncat", "the same, smaller", "", version("ncat"),
		packages{"ncat", "nmap-ncat", "nmap", "nmap", "Insecure.Nmap"}},
	{"openssl", "TLS from another hand", "", [][]string{{"openssl", "version"}},
		packages{"openssl", "openssl", "openssl", "openssl", "ShiningLight.OpenSSL.Light"}},
	{"C", "peers in C", "", version("gcc", "cc", "clang"),
		packages{"gcc", "gcc", "gcc", "gcc", "BrechtSanders.WinLibs.POSIX.UCRT"}},
	{"C# (mcs)", "peers in C#: the compiler", "", version("mcs"),
		packages{"mono-mcs", "mono-devel", "mono", "mono", "Mono.Mono"}},
	{"C# (mono)", "peers in C#: the runtime", "", version("mono"),
		packages{"mono-runtime", "mono-core", "mono", "mono", "Mono.Mono"}},
	{"Java", "peers in Java", "", [][]string{{"javac", "-version"}},
		packages{"default-jdk-headless", "java-latest-openjdk-devel", "jdk-openjdk", "openjdk", "EclipseAdoptium.Temurin.21.JDK"}},
	{"Haskell", "peers in Haskell", "", version("ghc"),
		packages{apt: "ghc", dnf: "ghc", pacman: "ghc", brew: "ghc"}},
	{"Haskell's network", "the same: its socket library", "", [][]string{{"ghc-pkg", "--simple-output", "list", "network"}},
		packages{apt: "libghc-network-dev", dnf: "ghc-network-devel", pacman: "haskell-network"}},
	{"Ruby", "peers in Ruby", "", version("ruby"),
		packages{"ruby", "ruby", "ruby", "ruby", "RubyInstallerTeam.Ruby.3.3"}},
	{"Python 3", "peers in Python", "", version("python3", "python"),
		packages{"python3", "python3", "python", "python", "Python.Python.3.13"}},
	{"Node.js", "peers in JavaScript", "", version("node"),
		packages{"nodejs", "nodejs", "nodejs", "node", "OpenJS.NodeJS.LTS"}},
	{"C for Windows", "the peer on Winsock: the compiler", "linux", version("x86_64-w64-mingw32-gcc"),
		packages{apt: "gcc-mingw-w64-x86-64", dnf: "mingw64-gcc", pacman: "mingw-w64-gcc"}},
	// Debian's package wine64 puts nothing on PATH.
	{"wine", "the peer on Winsock: running it", "linux", version("wine64", "wine", "/usr/lib/wine/wine64"),
		packages{apt: "wine64", dnf: "wine", pacman: "wine"}},
}

var number = regexp.MustCompile(`\d+(\.\d+)+`)

// probe runs the program, for one that is found need not work.
func (p program) probe(ctx context.Context) (string, error) {
	var first error
	for _, args := range p.runs {
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.WaitDelay = 100 * time.Millisecond
		text, err := cmd.CombinedOutput()
		if err == nil {
			return number.FindString(string(text)), nil
		}
		if line := firstLine(string(text)); line != "" {
			err = fault.New("", "%s: %s", args[0], line)
		}
		if first == nil {
			first = err
		}
	}
	return "", fault.New(p.where.command(), "%w", first)
}
