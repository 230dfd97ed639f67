package bsdapi

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// tcpStates names the states by the numbers that Linux gives them
// (include/net/tcp_states.h). TCP_INFO and /proc/net/tcp share them.
var tcpStates = [...]string{
	1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2",
	6: "TIME-WAIT", 7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING",
	12: "SYN-RECEIVED", // before the handshake has ended there is no socket yet, only a request
}

// stateOf wraps getsockopt(2) with TCP_INFO (tcp(7)).
func stateOf(fd int) (string, error) {
	info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
	if err != nil {
		return "", os.NewSyscallError("getsockopt", err)
	}
	return tcpStates[info.State], nil
}

// tableState looks up the endpoint at local that talks to remote in the
// kernel's table, which has those too that no process holds: not accepted yet,
// or closed and not over. What is not there is "gone".
func tableState(local, remote netip.AddrPort) (string, error) {
	state := "gone"
	err := eachRow(func(row []string) {
		if row[0] == tableAddr(local) && row[1] == tableAddr(remote) {
			state = row[2]
		}
	})
	return state, err
}

// handshakes counts those that clients of a port have not finished.
func handshakes(port int) (n int, err error) {
	err = eachRow(func(row []string) {
		if row[2] == "SYN-RECEIVED" && strings.HasSuffix(row[0], fmt.Sprintf(":%04X", port)) {
			n++
		}
	})
	return n, err
}

// eachRow reads /proc/net/tcp (proc_net(5)): local address, remote address and
// state, by its name, of every IPv4 endpoint in this network namespace.
func eachRow(f func(row []string)) error {
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(table))
	lines.Scan() // column titles
	for lines.Scan() {
		row := strings.Fields(lines.Text())
		if len(row) < 4 {
			return fmt.Errorf("/proc/net/tcp: %d columns in %q", len(row), lines.Text())
		}
		state, err := strconv.ParseUint(row[3], 16, 8)
		if err != nil || int(state) >= len(tcpStates) {
			return fmt.Errorf("/proc/net/tcp: state %q", row[3])
		}
		f([]string{row[1], row[2], tcpStates[state]})
	}
	return lines.Err()
}

// tableAddr writes 127.0.0.1:8080 as the table does, "0100007F:1F90". The port
// is a number like any other; of the address the four bytes are printed as the
// processor would read them, so that their order depends on the machine.
func tableAddr(a netip.AddrPort) string {
	if !a.IsValid() {
		return "00000000:0000" // a listener's peer
	}
	ip := a.Addr().As4()
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], binary.NativeEndian.Uint32(ip[:]))
	return strings.ToUpper(hex.EncodeToString(b[:])) + fmt.Sprintf(":%04X", a.Port())
}
