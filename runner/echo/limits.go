package echo

import (
	"fmt"
	"math"
	"net"
	"strings"
	"time"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/guard"
)

// What a server does for others unless it is told otherwise. Who tries things
// out by hand has a few connections open; 16 leave room for a program that
// keeps a pool of them. Thirty students with 16 each fill half of the 1,024
// places that a chapter's server has, so that nobody waits for one. 256 MiB
// are two seconds of a gigabit network, and no lab or example sends as much.
// The time of silence is the servers' own.
const (
	perAddress = 16
	perConn    = 256 << 20 // bytes
	idle       = 2 * time.Minute
	perSecond  = 1 << 20 // bytes to one address, where there are no connections
)

// What a chapter's server lets others say about it: over TCP, and over UDP.
type (
	limited interface {
		SetLimits(admit func(remote net.Addr) (leave func(), err error), maxBytes int64, idle time.Duration)
	}
	budgeted interface{ SetBudget(bytes int) }
)

// impose tells server its limits, and the reader what they are: nothing, if
// they are left to the server, as for this machine alone.
func impose(server chapters.Server, l guard.Limits) (words []string, err error) {
	ours := !exposed(server.Addr())
	switch s := server.(type) {
	case limited:
		if ours && !l.PerAddress.Given && !l.MaxBytes.Given && !l.Idle.Given {
			return nil, nil
		}
		return imposeOnStream(s, l, ours), nil
	case budgeted:
		if l.PerAddress.Given || l.Idle.Given {
			return nil, fault.Usage("--max-bytes bounds what goes to one address in a second", "datagrams have no connections: --per-address and --idle mean nothing to this server")
		}
		if ours && !l.MaxBytes.Given {
			return nil, nil
		}
		return imposeOnDatagrams(s, l), nil
	}
	return nil, nil // a server of this machine's: it has no flags for limits
}

func imposeOnStream(s limited, l guard.Limits, ours bool) []string {
	most, bytes, silence := perAddress, int64(perConn), l.Idle.Or(idle)
	if ours {
		most, bytes = 0, 0
	}
	most, bytes = l.PerAddress.Or(most), l.MaxBytes.Or(bytes)
	s.SetLimits(guard.NewDoor(most).Admit, bytes, silence)
	words := []string{
		flagged(count(most)+" from one address", "--per-address N"),
		flagged(size(bytes)+" on each", "--max-bytes SIZE"),
		flagged(brisk(silence)+" of silence", "--idle TIME"),
	}
	if most > 0 {
		words = append(words, "behind NAT a whole class is one address")
	}
	return words
}

func imposeOnDatagrams(s budgeted, l guard.Limits) []string {
	bytes := l.MaxBytes.Or(perSecond)
	s.SetBudget(int(min(bytes, math.MaxInt32)))
	return []string{flagged(size(bytes)+" a second to one address", "--max-bytes SIZE")}
}

// flagged is a limit and the flag that changes it.
func flagged(limit, flag string) string { return fmt.Sprintf("%-40s %s", limit, flag) }

func count(connections int) string {
	switch connections {
	case 0:
		return "unlimited connections"
	case 1:
		return "1 connection"
	}
	return fmt.Sprintf("%d connections", connections)
}

func size(bytes int64) string {
	if bytes == 0 {
		return "unlimited bytes"
	}
	return guard.Size(bytes)
}

// brisk writes 2m for 2m0s.
func brisk(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
