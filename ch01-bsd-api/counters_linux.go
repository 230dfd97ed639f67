package bsdapi

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A tally is how some of the kernel's counters of TCP events have risen
// (proc_net(5), /proc/net/netstat; "nstat" prints them all). They are those of
// the network namespace: whoever else is in it counts too.
type tally struct {
	names []string
	last  map[string]int64
}

func newTally(names ...string) (*tally, error) {
	t := &tally{names: names, last: map[string]int64{}}
	_, err := t.risen()
	return t, err
}

// risen spells out which counters have risen since the last call.
func (t *tally) risen() (string, error) {
	var rise []string
	for _, name := range t.names {
		now, err := tcpCounter(name)
		if err != nil {
			return "", err
		}
		if now != t.last[name] {
			rise = append(rise, fmt.Sprintf("%s +%d", name, now-t.last[name]))
		}
		t.last[name] = now
	}
	return strings.Join(rise, ", "), nil
}

// tcpCounter is one counter's value now.
func tcpCounter(name string) (int64, error) {
	text, err := os.ReadFile("/proc/net/netstat")
	if err != nil {
		return 0, err
	}
	return findCounter(string(text), "TcpExt:", name)
}

// findCounter reads the format of /proc/net/netstat: for each group a line of
// names and, below it, a line of values.
func findCounter(text, group, name string) (int64, error) {
	lines := strings.Split(text, "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		names, values := strings.Fields(lines[i]), strings.Fields(lines[i+1])
		if len(names) == 0 || names[0] != group {
			continue
		}
		for j, n := range names {
			if n == name && j < len(values) {
				return strconv.ParseInt(values[j], 10, 64)
			}
		}
	}
	return 0, fmt.Errorf("this kernel does not count %s %s", group, name)
}
