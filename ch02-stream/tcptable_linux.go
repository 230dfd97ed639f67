package stream

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"
)

// A tableRow is one TCP endpoint in the kernel's table. Unlike TCP_INFO, the
// table also has the endpoints that no process holds any more.
type tableRow struct {
	local, remote netip.AddrPort
	state         string
}

// tcpTable reads the IPv4 endpoints of this network namespace from
// /proc/net/tcp (proc_net(5)).
func tcpTable() ([]tableRow, error) {
	text, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return nil, err
	}
	return parseTable(text)
}

func parseTable(text []byte) ([]tableRow, error) {
	var rows []tableRow
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Scan() // column titles
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 4 {
			return nil, fmt.Errorf("/proc/net/tcp: %d columns in %q", len(f), lines.Text())
		}
		local, err1 := parseEndpoint(f[1])
		remote, err2 := parseEndpoint(f[2])
		state, err3 := strconv.ParseUint(f[3], 16, 8)
		if err1 != nil || err2 != nil || err3 != nil {
			return nil, fmt.Errorf("/proc/net/tcp: cannot read %q", lines.Text())
		}
		rows = append(rows, tableRow{local, remote, stateName(uint8(state))})
	}
	return rows, lines.Err()
}

// parseEndpoint reads "0100007F:1F90", which is 127.0.0.1:8080. The port is a
// number like any other; the address is printed as the processor holds the
// four bytes of the header, so that its order depends on the machine.
func parseEndpoint(s string) (netip.AddrPort, error) {
	addr, port, _ := strings.Cut(s, ":")
	b, err := hex.DecodeString(addr)
	if err != nil || len(b) != 4 {
		return netip.AddrPort{}, fmt.Errorf("not an IPv4 endpoint: %q", s)
	}
	p, err := strconv.ParseUint(port, 16, 16)
	if err != nil {
		return netip.AddrPort{}, err
	}
	var ip [4]byte
	binary.NativeEndian.PutUint32(ip[:], binary.BigEndian.Uint32(b))
	return netip.AddrPortFrom(netip.AddrFrom4(ip), uint16(p)), nil
}

// tableState is the state of the endpoint at local that talks to remote, or
// "gone".
func tableState(local, remote net.Addr) (string, error) {
	rows, err := tcpTable()
	if err != nil {
		return "", err
	}
	l, r := local.(*net.TCPAddr).AddrPort(), remote.(*net.TCPAddr).AddrPort()
	for _, row := range rows {
		if row.local == l && row.remote == r {
			return row.state, nil
		}
	}
	return "gone", nil
}

// awaitTable waits until tableState is want. As with awaitInfo, there is no
// event to wait for.
func awaitTable(ctx context.Context, local, remote net.Addr, want string) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		state, err := tableState(local, remote)
		if err != nil || state == want {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%v is %s, not %s: %w", local, state, want, context.Cause(ctx))
		}
	}
}
