// Command wine writes to the folder that it is given copies of the files of
// the Go tree that ask more of Windows than Wine 8 has, mended, and overlay.json
// for go's -overlay flag. The programs built with it run under Wine; those for
// Windows are built without.
//
//	go run ./.ci/wine DIR
//	GOOS=windows go test -overlay DIR/overlay.json -exec wine64 ./ch02-stream
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A mend replaces a text that stands once in a file of the Go tree.
type mend struct{ file, old, new string }

var mends = []mend{
	// Wine 8 has no bcryptprimitives.dll. advapi32's SystemFunction036, known
	// as RtlGenRandom, takes what ProcessPrng takes.
	{
		"src/runtime/os_windows.go",
		"{'b', 'c', 'r', 'y', 'p', 't', 'p', 'r', 'i', 'm', 'i', 't', 'i', 'v', 'e', 's', '.', 'd', 'l', 'l', 0}",
		"{'a', 'd', 'v', 'a', 'p', 'i', '3', '2', '.', 'd', 'l', 'l', 0}",
	},
	{"src/runtime/os_windows.go", `[]byte("ProcessPrng\000")`, `[]byte("SystemFunction036\000")`},
	{"src/internal/syscall/windows/zsyscall_windows.go", `sysdll.Add("bcryptprimitives.dll")`, `sysdll.Add("advapi32.dll")`},
	{"src/internal/syscall/windows/zsyscall_windows.go", `.NewProc("ProcessPrng")`, `.NewProc("SystemFunction036")`},
	// It does not know SIO_UDP_NETRESET, and says WSAEOPNOTSUPP.
	{
		"src/net/fd_windows.go",
		"err = syscall.WSAIoctl(fd.pfd.Sysfd, windows.SIO_UDP_NETRESET, (*byte)(unsafe.Pointer(&flag)), size, nil, 0, &ret, nil, 0)\n",
		"err = syscall.WSAIoctl(fd.pfd.Sysfd, windows.SIO_UDP_NETRESET, (*byte)(unsafe.Pointer(&flag)), size, nil, 0, &ret, nil, 0)\n" +
			"\t\tif err == syscall.Errno(10045) {\n\t\t\terr = nil\n\t\t}\n",
	},
	// It does not know FileDispositionInformationEx, and says
	// STATUS_NOT_IMPLEMENTED where Windows would say STATUS_INVALID_INFO_CLASS.
	{
		"src/internal/syscall/windows/at_windows.go",
		"case STATUS_INVALID_INFO_CLASS, // the operating system doesn't support FileDispositionInformationEx\n",
		"case STATUS_INVALID_INFO_CLASS, NTStatus(0xC0000002),\n",
	},
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./.ci/wine DIR")
	}
	if err := write(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func write(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for _, m := range mends {
		original := filepath.Join(runtime.GOROOT(), filepath.FromSlash(m.file))
		mended := filepath.Join(dir, strings.ReplaceAll(m.file, "/", "-"))
		from := original
		if overlay.Replace[original] != "" {
			from = mended // a second mend of the same file
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if n := strings.Count(string(text), m.old); n != 1 {
			return fmt.Errorf("%s: %q stands there %d times, not once: this Go has changed", m.file, m.old, n)
		}
		text = []byte(strings.Replace(string(text), m.old, m.new, 1))
		if err := os.WriteFile(mended, text, 0o666); err != nil {
			return err
		}
		overlay.Replace[original] = mended
	}
	text, err := json.MarshalIndent(overlay, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "overlay.json"), text, 0o666)
}
