package stream

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// abortsOf remembers one of the kernel's counters of TCP events (proc_net(5),
// /proc/net/netstat) and returns a function that prints by how much it has
// risen. The counter is that of the whole network namespace: others count too.
func abortsOf(name string) (report func(out io.Writer, label string)) {
	before, err := tcpCounter(name)
	return func(out io.Writer, label string) {
		after, err2 := tcpCounter(name)
		if err == nil && err2 == nil {
			fmt.Fprintf(out, "kernel: %s: %s rose by about %d\n", label, name, after-before)
		}
	}
}

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
