package sockerrors

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table's errnos are those of the systems' headers, which golang.org/x/sys
// has been generated from, on each system.
func TestErrnosAgreeWithHeaders(t *testing.T) {
	dir := filepath.Join(goTool(t, "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sys"), "unix")
	for system, files := range map[System][]string{
		Linux:     {"zerrors_linux.go", "zerrors_linux_amd64.go"},
		LinuxMIPS: {"zerrors_linux.go", "zerrors_linux_mips.go"},
		Darwin:    {"zerrors_darwin_arm64.go"},
		FreeBSD:   {"zerrors_freebsd_amd64.go"},
		NetBSD:    {"zerrors_netbsd_amd64.go"},
		OpenBSD:   {"zerrors_openbsd_amd64.go"},
		Illumos:   {"zerrors_solaris_amd64.go"},
	} {
		numbers := map[string]int64{}
		for _, file := range files {
			source, err := os.ReadFile(filepath.Join(dir, file))
			require.NoError(t, err)
			for _, m := range goErrno.FindAllStringSubmatch(string(source), -1) {
				numbers[m[1]], err = strconv.ParseInt(m[2], 0, 64)
				require.NoError(t, err)
			}
		}
		require.Greater(t, len(numbers), 80, system)
		agree(t, system, numbers)
	}
}

var goErrno = regexp.MustCompile(`(?m)^\s+(E\w+)\s+= syscall\.Errno\((\w+)\)$`)

// agree holds the table against a system's numbers: those that are in both
// are equal, and none that the system has is missing in the table.
func agree(t *testing.T, system System, numbers map[string]int64) {
	t.Helper()
	for _, e := range Entries() {
		if e.POSIX == "" {
			continue
		}
		want, has := numbers[e.POSIX]
		got, ok := e.Number(system)
		assert.Equal(t, has, ok, "%s: whether it has %s", system, e.POSIX)
		assert.Equal(t, want, got, "%s: %s", system, e.POSIX)
	}
}

func goTool(t *testing.T, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here to ask where the sources are")
	}
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// The numbers that Go invents for Windows stand in package syscall, one after
// another. Two that Windows has numbers for, it does not invent.
func TestGoOnWindowsAgrees(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(goTool(t, "env", "GOROOT"), "src", "syscall", "zerrors_windows.go"))
	require.NoError(t, err)
	_, invented, ok := strings.Cut(string(source), "const (\n\tE2BIG Errno = APPLICATION_ERROR + iota\n")
	require.True(t, ok)
	invented, _, _ = strings.Cut(invented, "\n)")
	const applicationError = 1 << 29
	numbers := map[string]int64{"ENOENT": 2, "ENOTDIR": 3, "E2BIG": applicationError}
	for i, name := range strings.Fields(invented) {
		numbers[name] = applicationError + 1 + int64(i)
	}
	require.Greater(t, len(numbers), 100)
	agree(t, GoWindows, numbers)
}

// Winsock's and Win32's names stand in golang.org/x/sys/windows.
func TestWinsockAgreesWithHeaders(t *testing.T) {
	dir := goTool(t, "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sys")
	source, err := os.ReadFile(filepath.Join(dir, "windows", "zerrors_windows.go"))
	require.NoError(t, err)
	numbers := map[string]int64{}
	for _, m := range windowsError.FindAllStringSubmatch(string(source), -1) {
		numbers[m[1]], err = strconv.ParseInt(m[2], 0, 64)
		require.NoError(t, err)
	}
	require.Greater(t, len(numbers), 2000)
	for _, e := range Entries() {
		for _, c := range e.Codes {
			want, ok := numbers[c.Name]
			switch {
			case c.System == Winsock && c.Number < winsockBase:
				assert.False(t, ok, "%s: Win32's code under a second name, which x/sys leaves out", c.Name)
			case c.System == Winsock, c.System == Win32:
				assert.Equal(t, want, c.Number, c.Name)
			case c.System == HRESULT && ok && want < facilityWin32:
				assert.Equal(t, facilityWin32|want, c.Number, c.Name)
			case c.System == HRESULT && ok:
				assert.Equal(t, want, c.Number, c.Name)
			}
		}
	}
	for name, number := range numbers {
		if strings.HasPrefix(name, "WSA") && number > winsockBase {
			assert.Len(t, ByName(name, Winsock), 1, "%s is in the table", name)
		}
	}
}

var windowsError = regexp.MustCompile(`(?m)^\s+(\w+)\s+(?:syscall\.Errno|Handle)\s+= (0x\w+|\d+)$`)

// The UCRT's errnos stand in mingw-w64's errno.h, glibc's EAI in netdb.h.
func TestCLibrariesAgree(t *testing.T) {
	for _, library := range []struct {
		system System
		header string
		remedy string
	}{
		{UCRT, "/usr/x86_64-w64-mingw32/include/errno.h", "apt install mingw-w64-common"},
		{EAIGlibc, "/usr/include/netdb.h", "apt install libc6-dev"},
	} {
		t.Run(string(library.system), func(t *testing.T) {
			source, err := os.ReadFile(library.header)
			if err != nil {
				t.Skipf("%v; %s", err, library.remedy)
			}
			numbers := map[string]int64{}
			for _, m := range cDefine.FindAllStringSubmatch(string(source), -1) {
				numbers[m[1]], err = strconv.ParseInt(m[2], 10, 64)
				require.NoError(t, err)
			}
			require.NotEmpty(t, numbers)
			if library.system == UCRT {
				agree(t, UCRT, numbers)
			}
			for _, e := range Entries() {
				for _, c := range e.On(library.system) {
					assert.Equal(t, numbers[c.Name], c.Number, c.Name)
				}
			}
		})
	}
}

var cDefine = regexp.MustCompile(`(?m)^#\s*define\s+(E\w+)\s+(-?\d+)\b`)
