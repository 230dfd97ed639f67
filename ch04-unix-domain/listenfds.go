package unixdomain

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// The protocol of sd_listen_fds(3), by which a program receives descriptors
// from the one that starts it: they are 3 and up, and variables tell the rest.
const (
	listenPID   = "LISTEN_PID"     // for whom they are
	listenFDs   = "LISTEN_FDS"     // how many
	listenNames = "LISTEN_FDNAMES" // "web:admin", optional

	firstListenFD = 3 // after standard input, output and error
	unknownName   = "unknown"
)

// ErrListenFDs says that the variables contradict each other or themselves.
var ErrListenFDs = errors.New("bad LISTEN_FDS")

// listenedFor reads the variables: the name of each descriptor that is for the
// process of that number, and none if there are none or they are another's.
//
// A process starts others, and variables are inherited: without LISTEN_PID a
// grandchild would take whatever it has as descriptor 3 for a listener.
func listenedFor(pid int, getenv func(string) string) ([]string, error) {
	if getenv(listenPID) == "" || getenv(listenFDs) == "" {
		return nil, nil
	}
	who, err := strconv.Atoi(getenv(listenPID))
	if err != nil || who <= 0 {
		return nil, fmt.Errorf("%w: %s is %q", ErrListenFDs, listenPID, getenv(listenPID))
	}
	if who != pid {
		return nil, nil
	}
	n, err := strconv.Atoi(getenv(listenFDs))
	if err != nil || n < 0 || n > MaxFiles {
		return nil, fmt.Errorf("%w: %q", ErrListenFDs, getenv(listenFDs))
	}
	list := getenv(listenNames)
	if list == "" {
		names := make([]string, n)
		for i := range names {
			names[i] = unknownName
		}
		return names, nil
	}
	names, err := splitNames(list)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrListenFDs, err)
	}
	if len(names) != n {
		return nil, fmt.Errorf("%w: %d descriptors, %d names", ErrListenFDs, n, len(names))
	}
	return names, nil
}

// listenEnv are the variables for those files, but for LISTEN_PID: which
// process it will be is known when it exists.
func listenEnv(files []Named) ([]string, error) {
	names := make([]string, len(files))
	for i, f := range files {
		if err := checkFileName(f.Name); err != nil {
			return nil, err
		}
		names[i] = f.Name
	}
	return []string{
		listenFDs + "=" + strconv.Itoa(len(files)),
		listenNames + "=" + strings.Join(names, nameBorder),
	}, nil
}

// forgetListenFDs keeps the variables from the programs that we start.
func forgetListenFDs() {
	for _, name := range []string{listenPID, listenFDs, listenNames} {
		_ = os.Unsetenv(name) // fails only on a malformed name
	}
}
