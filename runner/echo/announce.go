package echo

import (
	"fmt"
	"net"

	"sockbook/runner/tty"
)

// announce says where the server listens and what to type to reach it.
func announce(console *tty.Console, at net.Addr, command string) {
	out := console.Out
	fmt.Fprintf(out, "%s on %v (%s)\n", console.Bold("listening"), at, at.Network())
	host, port, err := net.SplitHostPort(at.String())
	if err == nil && at.Network() != "unix" {
		ip := net.ParseIP(host)
		if !ip.IsLoopback() {
			fmt.Fprintln(out, console.Bad("exposed:")+" any machine that can reach this one can connect")
		}
		if ip.IsUnspecified() {
			host = "127.0.0.1"
		}
	}
	fmt.Fprintln(out, "\nin another terminal, any one of:")
	for _, line := range ways(at, host, port, command) {
		fmt.Fprintln(out, "  "+line)
	}
	fmt.Fprintln(out, "\nCtrl-C ends it")
}

// ways are commands that reach the server. Within brackets Python takes no
// notice of a line's end or indent.
func ways(at net.Addr, host, port, command string) []string {
	to := net.JoinHostPort(host, port)
	switch at.Network() {
	case "tcp":
		return []string{
			command + " dial " + to + " hello",
			"socat - TCP:" + to,
			"ncat " + host + " " + port,
			"python3 -c 'import socket; s = socket.create_connection((",
			fmt.Sprintf(`    "%s", %s)); s.sendall(b"hello\n"); print(s.recv(100))'`, host, port),
		}
	case "udp":
		return []string{
			command + " dial " + to + " hello",
			"socat - UDP:" + to,
			"ncat --udp " + host + " " + port,
			fmt.Sprintf("python3 -c 'import socket as s; u = s.socket(s.%s, s.SOCK_DGRAM)", family(host)),
			fmt.Sprintf(`u.sendto(b"hello", ("%s", %s)); print(u.recvfrom(100))'`, host, port),
		}
	case "unix":
		return []string{
			fmt.Sprintf("%s dial %v hello", command, at),
			fmt.Sprintf("socat - UNIX-CONNECT:%v", at),
			fmt.Sprintf("ncat --unixsock %v", at),
			"python3 -c 'import socket as s; u = s.socket(s.AF_UNIX)",
			fmt.Sprintf(`u.connect("%v"); u.sendall(b"hello\n"); print(u.recv(100))'`, at),
		}
	}
	return []string{fmt.Sprintf("%s dial %v hello", command, at)}
}

// family is the address family of a host, as Python names it.
func family(host string) string {
	if net.ParseIP(host).To4() == nil {
		return "AF_INET6"
	}
	return "AF_INET"
}
