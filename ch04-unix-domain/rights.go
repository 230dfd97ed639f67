package unixdomain

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// A Named is an open file and what it is called between two processes. Its
// name is 1 to 255 bytes of printable ASCII without a colon, as
// sd_listen_fds_with_names(3) has it.
type Named struct {
	Name string
	File *os.File
}

// MaxFiles is how many descriptors one message may carry: Linux's SCM_MAX_FD
// (unix(7)). One more, and sendmsg fails with EINVAL.
const MaxFiles = 253

// Errors of [SendFiles] and [ReceiveFiles].
var (
	// ErrName: a name that is none, or not as many names as descriptors.
	ErrName = errors.New("bad name for a descriptor")

	// ErrTooManyFiles: more descriptors than the receiver allows.
	ErrTooManyFiles = errors.New("more descriptors than allowed")

	// ErrTruncated: the kernel has thrown descriptors away (MSG_CTRUNC), for
	// the receiver may have no more open (RLIMIT_NOFILE).
	ErrTruncated = errors.New("descriptors were lost on the way")
)

const (
	maxFileName = 255
	nameBorder  = ":"
	maxNames    = MaxFiles * (maxFileName + len(nameBorder)) // below 1<<16
)

// checkFileName says whether a name is one.
func checkFileName(name string) error {
	if name == "" || len(name) > maxFileName {
		return fmt.Errorf("%w: %d bytes", ErrName, len(name))
	}
	odd := func(r rune) bool { return r <= ' ' || r > '~' || r == ':' }
	if strings.ContainsFunc(name, odd) {
		return fmt.Errorf("%w: %q", ErrName, name)
	}
	return nil
}

// splitNames reads a list as LISTEN_FDNAMES has it, "web:admin". An empty list
// has no name in it.
func splitNames(list string) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	names := strings.Split(list, nameBorder)
	for _, name := range names {
		if err := checkFileName(name); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// CloseFiles closes them all. It returns the first error.
func CloseFiles(files []Named) error {
	var first error
	for _, f := range files {
		if err := f.File.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
