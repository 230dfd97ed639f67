package echotest

import (
	"os"
	"sync"
)

// descriptorDir lists the descriptors of the process that reads it: in proc(5)
// on Linux, in fd(4) on the BSDs and macOS. It is empty where neither tells.
var descriptorDir = sync.OnceValue(func() string {
	for _, dir := range []string{"/proc/self/fd", "/dev/fd"} {
		if truthful(dir) {
			return dir
		}
	}
	return ""
})

// truthful reports whether dir shows a descriptor that has been opened. A
// FreeBSD without fdescfs mounted lists 0, 1 and 2, and nothing else.
func truthful(dir string) bool {
	before, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	f, err := os.Open(os.DevNull)
	if err != nil {
		return false
	}
	defer f.Close()
	after, err := os.ReadDir(dir)
	return err == nil && len(after) == len(before)+1
}

// openDescriptors counts the descriptors of this process, and one for the
// counting.
func openDescriptors(t T) int {
	t.Helper()
	if descriptorDir() == "" {
		t.Skipf("this system does not list a process's descriptors: neither /proc/self/fd nor /dev/fd")
	}
	entries, err := os.ReadDir(descriptorDir())
	if err != nil {
		t.Errorf("listing descriptors: %v", err)
		t.FailNow()
	}
	return len(entries)
}
