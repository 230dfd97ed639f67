package peers

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// A tool is a program on PATH, under one of its names. Run with the arguments
// in check it must succeed: what is on PATH may be a stub that only tells where
// to get the program.
type tool struct {
	names []string // the first is what the commands call it
	check []string
	apt   string
	brew  string

	once sync.Once
	path string
	err  error
}

// A lack says why a language's programs cannot run on this machine.
type lack struct{ what, remedy string }

func (l lack) Error() string { return l.what + "; " + l.remedy }

// find returns the path of the tool, or a lack.
func (t *tool) find() (string, error) {
	t.once.Do(func() { t.path, t.err = t.search() })
	return t.path, t.err
}

func (t *tool) search() (string, error) {
	why := "no " + t.names[0] + " on PATH"
	for _, name := range t.names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
		cmd := exec.CommandContext(ctx, path, t.check...)
		cmd.WaitDelay = time.Second
		out, err := cmd.CombinedOutput()
		stop()
		if err == nil {
			return path, nil
		}
		why = fmt.Sprintf("%v: %v: %s", cmd, err, strings.TrimSpace(string(out)))
	}
	return "", lack{why, fmt.Sprintf("apt-get install %s (macOS: brew install %s)", t.apt, t.brew)}
}
