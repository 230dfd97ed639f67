package doctor

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
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
		{"Go", "running and testing the chapters", goVersion},
		{"terminal", "reading", func(context.Context) (string, error) { return terminal(console) }},
		{"IPv4 loopback", "every chapter", loopback("127.0.0.1:0")},
		{"IPv6 loopback", "examples over IPv6", loopback("[::1]:0")},
		{"Unix sockets", "chapter 4", unixSocket},
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

// loopback sends a byte over a TCP connection to this machine.
func loopback(addr string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) { return "", carry(ctx, "tcp", addr) }
}

// unixSocket sends one over a socket with a path.
func unixSocket(ctx context.Context) (string, error) {
	folder, err := os.MkdirTemp("", "doctor")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	err = carry(ctx, "unix", filepath.Join(folder, "s"))
	if err != nil && runtime.GOOS == "windows" {
		return "", fault.New("Windows has them from version 1803 on", "%w", err)
	}
	return "", err
}

// carry sends a byte from one end of a connection to the other.
func carry(ctx context.Context, network, addr string) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, network, addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	go func() {
		if conn, err := ln.Accept(); err == nil {
			_, _ = conn.Write([]byte{1}) // a failure shows as a byte that does not arrive
			_ = conn.Close()
		}
	}()
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, ln.Addr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	_, err = io.ReadFull(conn, make([]byte, 1))
	return err
}
