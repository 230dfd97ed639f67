package echo

import (
	"fmt"
	"io"
	"net"

	"sockbook/runner/tty"
)

// An offer is a server and what there is to say of it.
type offer struct {
	at      net.Addr
	command string   // how the reader calls this program for the chapter
	limits  []string // in words, a line each
	trust   string   // the file with its authority's certificate; "" if it speaks no TLS
}

// announce says where the server listens, who can reach it, what they can have
// of it, and what to type for that, there and here.
func (o *offer) announce(console *tty.Console) {
	out := console.Out
	fmt.Fprintf(out, "%s on %v (%s)\n", console.Bold("listening"), o.at, o.at.Network())
	if exposed(o.at) {
		fmt.Fprintln(out, console.Bad("exposed:")+" any machine that can reach this one can connect")
	}
	for i, line := range o.limits {
		fmt.Fprintln(out, []string{"limits:", "       "}[min(i, 1)], line)
	}
	if exposed(o.at) {
		o.elsewhere(console)
	}
	host, port := o.here()
	fmt.Fprintln(out, "\nin another terminal, any one of:")
	list(out, o.ways(host, port))
	if o.trust != "" {
		fmt.Fprintln(out, "\nother programs are told whom to trust, by the first of these lines:")
		list(out, o.trusting(host, port))
	}
	fmt.Fprintln(out, "\nCtrl-C ends it")
}

func list(out io.Writer, lines []string) {
	for _, line := range lines {
		fmt.Fprintln(out, "  "+line)
	}
}

// elsewhere says what is typed on another machine.
func (o *offer) elsewhere(console *tty.Console) {
	out := console.Out
	_, port, _ := net.SplitHostPort(o.at.String()) // exposed has taken it
	all := reachable(o.at)
	if len(all) == 0 {
		fmt.Fprintln(out, "\nfor other machines: this one has no address that they could use")
		return
	}
	if o.trust != "" {
		fmt.Fprintf(out, "\nhand out %s\n", o.trust)
		fmt.Fprintln(out, "a certificate, and no key: by it others know this server, until it ends;")
		fmt.Fprintln(out, "each sets SOCKBOOK_CA to where it is then, as in: export SOCKBOOK_CA=ca.pem")
	}
	fmt.Fprintln(out, "\non another machine, one that works:")
	for _, ip := range all {
		fmt.Fprintf(out, "  %s dial %s hello\n", o.command, net.JoinHostPort(ip.String(), port))
	}
}

// here is the host and port that reach the server on this machine; of a path,
// neither.
func (o *offer) here() (host, port string) {
	host, port, err := net.SplitHostPort(o.at.String())
	if err == nil && net.ParseIP(host).IsUnspecified() {
		host = "127.0.0.1"
	}
	return host, port
}
