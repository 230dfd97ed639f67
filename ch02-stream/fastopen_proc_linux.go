package stream

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// allowFastOpen lets both sides use Fast Open: bit 0 of net.ipv4.tcp_fastopen
// is for clients, and the default; bit 1 is for servers (tcp(7)). The setting
// is one for all programs of a network namespace, so it is changed only in a
// namespace that is not the machine's own, and restore puts it back.
func allowFastOpen() (restore func(), err error) {
	const file = "/proc/sys/net/ipv4/tcp_fastopen"
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	flags, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 32)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if flags&3 == 3 {
		return func() {}, nil
	}
	refused := missing{
		what:   fmt.Sprintf("net.ipv4.tcp_fastopen is %d, which allows no server to use it", flags),
		remedy: "sudo sysctl -w net.ipv4.tcp_fastopen=3",
	}
	if !inUserNamespace() {
		return nil, refused
	}
	if err := os.WriteFile(file, fmt.Appendln(nil, flags|3), 0); err != nil {
		return nil, refused
	}
	return func() { _ = os.WriteFile(file, text, 0) }, nil // what could be raised can be lowered
}

// inUserNamespace tells the machine's own user namespace from another: it maps
// every user to itself (user_namespaces(7)).
func inUserNamespace() bool {
	text, err := os.ReadFile("/proc/self/uid_map")
	return err == nil && strings.Join(strings.Fields(string(text)), " ") != "0 0 4294967295"
}

// fastCounters reads the extended TCP counters of this network namespace.
func fastCounters() (map[string]int64, error) {
	text, err := os.ReadFile("/proc/net/netstat")
	if err != nil {
		return nil, err
	}
	return parseNetstat(string(text))
}

// parseNetstat reads pairs of lines, one of names and one of values, that
// begin with the same word.
func parseNetstat(text string) (map[string]int64, error) {
	counters := map[string]int64{}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		names, values := strings.Fields(lines[i]), strings.Fields(lines[i+1])
		if len(names) != len(values) {
			return nil, fmt.Errorf("/proc/net/netstat: %d names for %d values", len(names), len(values))
		}
		for j := 1; j < len(names); j++ {
			n, err := strconv.ParseInt(values[j], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("/proc/net/netstat: %s: %w", names[j], err)
			}
			counters[names[j]] = n
		}
	}
	return counters, nil
}
