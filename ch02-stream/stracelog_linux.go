package stream

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// showCalls prints the logs that strace left in dir, a party after the other.
func showCalls(out io.Writer, dir string) error {
	logs, err := filepath.Glob(filepath.Join(dir, "*.log.*"))
	if err != nil {
		return err
	}
	texts := map[string]string{} // by party
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		party, _, _ := strings.Cut(filepath.Base(name), ".")
		if party == "server" && !strings.Contains(string(text), "listen(") {
			party = "child" // its log begins behind the fork
		}
		texts[party] = string(text)
	}
	if len(texts) != 3 {
		return errors.New("strace has not logged three processes")
	}
	// The child inherits the descriptors that the server had at the fork.
	for _, part := range []struct{ party, before string }{
		{"server", ""}, {"child", texts["server"]}, {"client", ""},
	} {
		for _, call := range socketCalls(part.before, texts[part.party]) {
			fmt.Fprintf(out, "%s: %s\n", part.party, call)
		}
	}
	return nil
}

var (
	straceCall = regexp.MustCompile(`^(\w+)\((\d+)?(.*)\) += (-?\d+)(.*)$`)
	stracePort = regexp.MustCompile(`htons\([1-9][0-9]*\)`)
)

// socketCalls returns the calls in a log of strace that make or use a TCP
// socket. Those of the C library's start, of standard input and output, and
// one that was cut off by the end are left out. The calls in before count for
// which descriptors are sockets, and are not returned.
func socketCalls(before, log string) []string {
	var calls []string
	sockets := map[string]bool{}
	for i, text := range []string{before, log} {
		for line := range strings.Lines(text) {
			m := straceCall.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil {
				continue
			}
			name, fd, args, result := m[1], m[2], m[3], m[4]
			made := name == "accept" || name == "socket" && strings.HasPrefix(args, "AF_INET, SOCK_STREAM")
			if made {
				sockets[result] = true
			}
			if (made || sockets[fd]) && i == 1 {
				call := fmt.Sprintf("%s(%s%s) = %s%s", name, fd, args, result, m[5])
				calls = append(calls, stracePort.ReplaceAllString(call, "htons(PORT)"))
			}
			if name == "close" && i == 1 {
				delete(sockets, fd)
			}
		}
	}
	return calls
}
