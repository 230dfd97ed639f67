package doctor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/term"

	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// general is what every system may have.
func general(console *tty.Console) []check {
	return []check{
		{"Go", Needed, "labs, go run and go test", "", goVersion},
		{"terminal", Needed, "reading", "", func(context.Context) (string, error) { return terminal(console) }},
		{"home folder", Needed, "your place; what go compiles", "ch07 dial, serve", homeFolder},
		{"temporary folder", Needed, "labs; sockets with a path", "ch04", tempFolder},
		{"IPv4 loopback", Needed, "every chapter", "", loopback("127.0.0.1:0")},
		{"IPv6 loopback", Examples, "what IPv6 does otherwise", "ch01 sockaddr, wildcard; ch02 happy-eyeballs; ch03 dscp, too-long; ch05 traceroute", loopback6},
		{"Unix sockets", Examples, "connections within a machine", "ch04; ch07 unix", unixSocket},
		{"open files", Examples, "hundreds of connections", "ch02 shapes; ch08 storm", openFiles},
		{"AES in the processor", Examples, "reading what TLS encrypts", "ch07 handshake, mutual, resume", aes},
	}
}

// goVersion asks the go command that the reader has, which need not be the one
// that built this program.
func goVersion(ctx context.Context) (string, error) {
	const remedy = "https://go.dev/dl/ has Go 1.25 and later"
	cmd := exec.CommandContext(ctx, "go", "env", "GOVERSION")
	cmd.Dir = os.TempDir() // away from a go.mod that would choose another
	text, err := cmd.Output()
	if err != nil {
		return "", fault.New(remedy, "the go command: %w", err)
	}
	version := strings.TrimPrefix(strings.TrimSpace(string(text)), "go")
	_, minor, _ := strings.Cut(version, ".")
	minor, _, _ = strings.Cut(minor, ".")
	if n, err := strconv.Atoi(minor); err == nil && strings.HasPrefix(version, "1.") && n < 25 {
		return "", fault.New(remedy, "the workbook needs Go 1.25, and this is %s", version)
	}
	return version, nil
}

// terminal says what the reader will see.
func terminal(console *tty.Console) (string, error) {
	if !console.Terminal {
		return "a pipe", nil
	}
	if runtime.GOOS != "windows" && !isUTF8(console.Getenv) {
		return "", fault.New("export LC_ALL=C.UTF-8", "the locale is not UTF-8: arrows and lines come out as rubbish")
	}
	colour := "no colour"
	if console.Colour {
		colour = "colour"
	}
	if f, ok := console.In.(*os.File); ok {
		if width, height, err := term.GetSize(int(f.Fd())); err == nil {
			return fmt.Sprintf("%d×%d, %s", width, height, colour), nil
		}
	}
	return colour, nil
}

// isUTF8 goes by the variables that setlocale(3) goes by, in its order.
func isUTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}
