package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A listing is what ss(8) tells of the connections at one server's port.
type listing struct {
	out  io.Writer
	port int
}

// An ssRow is one line of ss. The server's end is the one at the server's port.
type ssRow struct{ party, state, local, peer string }

func (r ssRow) String() string {
	s := fmt.Sprintf("kernel: %s %-10s %s", r.party, r.state, r.local)
	if r.state == "LISTEN" {
		return s // no peer yet
	}
	return s + " → " + r.peer
}

// listenAlone listens on a port where nothing else is. The kernel's choice may
// fall on one where an earlier connection still lies in TIME-WAIT, and ss would
// list that too; then another is asked for.
func listenAlone(ctx context.Context, out io.Writer) (*net.TCPListener, listing, error) {
	for {
		ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			return nil, listing{}, err
		}
		l := listing{out: out, port: ln.Addr().(*net.TCPAddr).Port}
		rows, err := l.list(ctx)
		if err == nil && len(rows) <= 1 {
			return ln, l, nil
		}
		if err := errors.Join(err, ln.Close()); err != nil {
			return nil, l, err
		}
	}
}

// show lists the sockets once they are in the states wanted, each given as
// "client ESTAB", in order. A new state is in the kernel some time after the
// call that brings it about, and nothing announces it: hence the ticker.
func (l listing) show(ctx context.Context, what string, want ...string) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	var have []string
	for {
		rows, err := l.list(ctx)
		if ctx.Err() != nil {
			return fmt.Errorf("%s: ss listed %q last, not %q: %w", strings.TrimSuffix(what, "."), have, want, context.Cause(ctx))
		}
		if err != nil {
			return err
		}
		have = have[:0]
		for _, r := range rows {
			have = append(have, r.party+" "+r.state)
		}
		if slices.Equal(have, want) {
			fmt.Fprintln(l.out, what)
			for _, r := range rows {
				fmt.Fprintln(l.out, r)
			}
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done(): // and list says so
		}
	}
}

// list runs ss: -H no titles, -t TCP, -a listening sockets too, -n numbers.
func (l listing) list(ctx context.Context) ([]ssRow, error) {
	filter := fmt.Sprintf("sport = :%d or dport = :%d", l.port, l.port)
	text, err := exec.CommandContext(ctx, "ss", "-Htan", filter).Output()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("ss: %w", err)
	}
	return parseSS(string(text), l.port)
}

// parseSS reads the columns State, Recv-Q, Send-Q, local and peer address, and
// sorts the client's end before the server's.
func parseSS(text string, port int) ([]ssRow, error) {
	var rows []ssRow
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 5 {
			return nil, fmt.Errorf("ss: %d columns in %q", len(f), line)
		}
		party := "client"
		if strings.HasSuffix(f[3], fmt.Sprintf(":%d", port)) {
			party = "server"
		}
		rows = append(rows, ssRow{party, f[0], f[3], f[4]})
	}
	slices.SortFunc(rows, func(a, b ssRow) int {
		return strings.Compare(a.party+a.state, b.party+b.state)
	})
	return rows, nil
}
