package datagram

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// counter reads one of the counters of the calling thread's network: "Udp",
// "RcvbufErrors" (RFC 4113 and RFC 4293 have most of the names). /proc/net is
// the main thread's network, which may be another.
func counter(protocol, name string) (int, error) {
	text, err := os.ReadFile("/proc/thread-self/net/snmp")
	if err != nil {
		return 0, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != protocol+":" {
			continue
		}
		if names == nil { // the names' line comes before that of the numbers
			names = fields
			continue
		}
		for i, n := range names {
			if n == name && i < len(fields) {
				return strconv.Atoi(fields[i])
			}
		}
	}
	return 0, fmt.Errorf("no counter %s of %s", name, protocol)
}
