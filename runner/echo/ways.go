package echo

import (
	"fmt"
	"net"
	"strings"
)

// ways are commands that reach the server. Within brackets Python takes no
// notice of a line's end or indent.
func (o *offer) ways(host, port string) []string {
	to := net.JoinHostPort(host, port)
	switch {
	case o.trust != "":
		return []string{o.command + " dial " + to + " hello"}
	case o.at.Network() == "tcp":
		return []string{
			o.command + " dial " + to + " hello",
			"socat - TCP:" + to,
			"ncat " + host + " " + port,
			"python3 -c 'import socket; s = socket.create_connection((",
			fmt.Sprintf(`    "%s", %s)); s.sendall(b"hello\n"); print(s.recv(100))'`, host, port),
		}
	case o.at.Network() == "udp":
		return []string{
			o.command + " dial " + to + " hello",
			"socat - UDP:" + to,
			"ncat --udp " + host + " " + port,
			fmt.Sprintf("python3 -c 'import socket as s; u = s.socket(s.%s, s.SOCK_DGRAM); print((", family(host)),
			fmt.Sprintf(`    u.sendto(b"hello", ("%s", %s)), u.recv(100))[1])'`, host, port),
		}
	case o.at.Network() == "unix":
		return []string{
			fmt.Sprintf("%s dial %v hello", o.command, o.at),
			fmt.Sprintf("socat - UNIX-CONNECT:%v", o.at),
			fmt.Sprintf("ncat --unixsock %v", o.at),
			"python3 -c 'import socket as s; u = s.socket(s.AF_UNIX); print((",
			fmt.Sprintf(`    u.connect("%v"), u.sendall(b"hello\n"), u.recv(100))[2])'`, o.at),
		}
	}
	return []string{fmt.Sprintf("%s dial %v hello", o.command, o.at)}
}

// trusting are ways to a server over TLS, which has to be told from others.
func (o *offer) trusting(host, port string) []string {
	to := net.JoinHostPort(host, port)
	return []string{
		"export SOCKBOOK_CA=" + quoted(o.trust),
		"openssl s_client -quiet -verify_return_error -verify_ip " + host + ` \`,
		`    -CAfile "$SOCKBOOK_CA" -connect ` + to,
		"socat - OPENSSL:" + to + `,cafile="$SOCKBOOK_CA"`,
		"python3 -c 'import os, socket, ssl; s = ssl.create_default_context(",
		`    cafile=os.environ["SOCKBOOK_CA"]).wrap_socket(`,
		fmt.Sprintf(`    socket.create_connection(("%s", %s)),`, host, port),
		fmt.Sprintf(`    server_hostname="%s"); s.sendall(b"hello\n"); print(s.recv(100))'`, host),
	}
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if !strings.ContainsAny(path, " \t'\"\\$&;()<>|*?!`#~") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// family is the address family of a host, as Python names it.
func family(host string) string {
	if net.ParseIP(host).To4() == nil {
		return "AF_INET6"
	}
	return "AF_INET"
}
