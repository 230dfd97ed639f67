package raw

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// counters are the kernel's own counts for a protocol, "Udp" or "Icmp", of the
// whole network that the thread is in: two lines in /proc/net/snmp, names and
// numbers.
func counters(protocol string) (map[string]int, error) {
	text, err := os.ReadFile("/proc/thread-self/net/snmp")
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != protocol+":" {
			continue
		}
		if names == nil {
			names = fields
			continue
		}
		counts := make(map[string]int)
		for i := 1; i < min(len(names), len(fields)); i++ {
			if counts[names[i]], err = strconv.Atoi(fields[i]); err != nil {
				return nil, err
			}
		}
		return counts, nil
	}
	return nil, fmt.Errorf("/proc/net/snmp has nothing on %s", protocol)
}
