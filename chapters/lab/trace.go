package lab

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A goroutine is one of those in what the Go runtime prints when it gives up.
type goroutine struct {
	state  string // "running", "IO wait", "chan receive, 1 minutes"
	frames []Place
}

var (
	goroutineHead = regexp.MustCompile(`^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\]]*)\]:$`)
	// frameLine is "	sockbook/ch02-stream/lab/frame.go:31 +0x1d".
	frameLine = regexp.MustCompile(`^\t(\S+\.go):(\d+)(?: \+0x.*)?$`)
)

// goroutines reads a traceback, of which it keeps the frames in the student's
// own files.
func (w *workspace) goroutines(stderr string) (all []goroutine) {
	function := ""
	for line := range strings.Lines(stderr) {
		line = strings.TrimRight(line, "\r\n")
		if m := goroutineHead.FindStringSubmatch(line); m != nil {
			all = append(all, goroutine{state: m[1]})
			continue
		}
		m := frameLine.FindStringSubmatch(line)
		if m == nil {
			function = line
			continue
		}
		dir, file := path.Split(m[1])
		if len(all) == 0 || strings.TrimSuffix(dir, "/") != w.module || !slices.Contains(w.own, file) {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		g := &all[len(all)-1]
		g.frames = append(g.frames, Place{File: file, Line: n, Function: plainFunction(function)})
	}
	return all
}

// plainFunction turns "sockbook/ch02-stream/lab.(*Reader).Next(0xc0…)" into
// "Reader.Next", and a closure into the function that it is part of.
func plainFunction(symbol string) string {
	symbol = strings.TrimPrefix(symbol, "created by ")
	if i := strings.LastIndexByte(symbol, '/'); i >= 0 {
		symbol = symbol[i+1:]
	}
	_, name, _ := strings.Cut(symbol, ".")
	receiver, method, isMethod := strings.Cut(strings.TrimPrefix(name, "(*"), ").")
	if isMethod && strings.HasPrefix(name, "(*") {
		name = receiver + "." + method
	}
	name, _, _ = strings.Cut(name, "(")
	name, _, _ = strings.Cut(name, ".func")
	name, _, _ = strings.Cut(name, ".gowrap")
	name, _, _ = strings.Cut(name, " in goroutine")
	return name
}

// waits says what a goroutine in that state is doing, "" if it is on its way.
func waits(state string) string {
	state, _, _ = strings.Cut(state, ",")
	switch state {
	case "IO wait":
		return "waiting for the network"
	case "chan receive", "chan receive (nil chan)":
		return "waiting to receive from a channel"
	case "chan send", "chan send (nil chan)":
		return "waiting to send to a channel"
	case "select", "select (no cases)":
		return "waiting in a select"
	case "sync.Mutex.Lock", "sync.RWMutex.Lock", "sync.RWMutex.RLock", "semacquire":
		return "waiting for a lock"
	case "sync.WaitGroup.Wait", "sync.Cond.Wait":
		return "waiting for other goroutines"
	case "sleep":
		return "asleep"
	case "running", "runnable":
		return "computing, in a loop perhaps"
	}
	return ""
}
