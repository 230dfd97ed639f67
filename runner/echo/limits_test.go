package echo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
	"sockbook/runner/guard"
	"sockbook/runner/tty"
)

// bare is a server that is at an address, and does nothing there.
type bare struct{ at net.Addr }

func (b *bare) Addr() net.Addr            { return b.at }
func (*bare) Serve(context.Context) error { return nil }
func (*bare) Close() error                { return nil }

// over TCP and over UDP, servers that remember what they were told.
type (
	overTCP struct {
		bare
		admit    func(net.Addr) (func(), error)
		maxBytes int64
		idle     time.Duration
	}
	overUDP struct {
		bare
		budget int
	}
)

func (s *overTCP) SetLimits(admit func(net.Addr) (func(), error), maxBytes int64, idle time.Duration) {
	s.admit, s.maxBytes, s.idle = admit, maxBytes, idle
}

func (s *overUDP) SetBudget(bytes int) { s.budget = bytes }

// asked are limits as on a command line: "per-address=4".
func asked(t *testing.T, all ...string) guard.Limits {
	t.Helper()
	l := guard.NewLimits()
	for _, one := range all {
		flag, text, _ := strings.Cut(one, "=")
		set := map[string]func(string) error{"per-address": l.PerAddress.Set, "max-bytes": l.MaxBytes.Set, "idle": l.Idle.Set}[flag]
		require.NoError(t, set(text))
	}
	return l
}

var (
	loopback = net.IPv4(127, 0, 0, 1)
	anywhere = net.IPv6unspecified
)

func TestImposeOnConnections(t *testing.T) {
	student := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 40000}
	for name, c := range map[string]struct {
		at       net.IP
		asked    []string
		most     int // 0: no bound
		maxBytes int64
		idle     time.Duration
		words    string
	}{
		"exposed":             {at: anywhere, most: 16, maxBytes: 256 << 20, idle: 2 * time.Minute, words: "16 connections from one address, 256 MiB on each, 2m of silence, behind NAT"},
		"exposed, and asked":  {at: anywhere, asked: []string{"per-address=1", "max-bytes=64KiB", "idle=1h"}, most: 1, maxBytes: 65536, idle: time.Hour, words: "1 connection from one address, 64 KiB on each, 1h of silence, behind NAT"},
		"exposed, no bounds":  {at: anywhere, asked: []string{"per-address=0", "max-bytes=0"}, idle: 2 * time.Minute, words: "unlimited connections from one address, unlimited bytes on each, 2m of silence"},
		"loopback, and asked": {at: loopback, asked: []string{"idle=90s"}, idle: 90 * time.Second, words: "unlimited connections from one address, unlimited bytes on each, 1m30s of silence"},
	} {
		s := &overTCP{bare: bare{&net.TCPAddr{IP: c.at, Port: 7002}}}
		words, err := impose(s, asked(t, c.asked...))
		require.NoError(t, err, name)
		for i, want := range strings.Split(c.words, ", ") {
			assert.Regexp(t, "^"+want+"( |$)", words[i], name)
			assert.LessOrEqual(t, len("limits: "+words[i]), 80)
		}
		assert.Len(t, words, strings.Count(c.words, ", ")+1, name)
		assert.Equal(t, c.maxBytes, s.maxBytes, name)
		assert.Equal(t, c.idle, s.idle, name)
		n := 0
		for err == nil && n < 100 {
			if _, err = s.admit(student); err == nil {
				n++
			}
		}
		if c.most == 0 {
			c.most = 100
		}
		assert.Equal(t, c.most, n, name)
	}
	s := &overTCP{bare: bare{&net.TCPAddr{IP: loopback, Port: 7002}}}
	words, err := impose(s, asked(t))
	require.NoError(t, err)
	assert.Empty(t, words)
	assert.Nil(t, s.admit, "for this machine alone a server has its own limits")
}

func TestImposeOnDatagrams(t *testing.T) {
	for name, c := range map[string]struct {
		at     net.IP
		asked  []string
		budget int
		words  string
	}{
		"exposed":             {at: anywhere, budget: 1 << 20, words: "1 MiB a second to one address"},
		"exposed, and asked":  {at: anywhere, asked: []string{"max-bytes=10000"}, budget: 10000, words: "10000 bytes a second to one address"},
		"exposed, more":       {at: anywhere, asked: []string{"max-bytes=8GiB"}, budget: 1<<31 - 1, words: "8 GiB a second to one address"},
		"loopback, and asked": {at: loopback, asked: []string{"max-bytes=64k"}, budget: 65536, words: "64 KiB a second to one address"},
	} {
		s := &overUDP{bare: bare{&net.UDPAddr{IP: c.at, Port: 7003}}, budget: -1}
		words, err := impose(s, asked(t, c.asked...))
		require.NoError(t, err, name)
		assert.Regexp(t, "^"+c.words+" +--max-bytes SIZE$", words[0], name)
		assert.Equal(t, c.budget, s.budget, name)
	}
	s := &overUDP{bare: bare{&net.UDPAddr{IP: loopback, Port: 7003}}, budget: -1}
	_, err := impose(s, asked(t))
	require.NoError(t, err)
	assert.Equal(t, -1, s.budget, "for this machine alone it keeps its own")
	for _, flag := range []string{"per-address=4", "idle=1s"} {
		_, err := impose(s, asked(t, flag))
		assert.True(t, fault.IsUsage(err), "%s: %v", flag, err)
		assert.NotEmpty(t, fault.Hint(err))
	}
}

// A server that takes no limits is let be.
func TestImposeOnNobody(t *testing.T) {
	words, err := impose(&bare{&net.UnixAddr{Net: "unix", Name: "a.sock"}}, asked(t))
	require.NoError(t, err)
	assert.Empty(t, words)
}

func TestUsable(t *testing.T) {
	var all []net.Addr
	for _, s := range []string{"127.0.0.1/8", "2001:db8::20/64", "192.168.1.20/24", "::1/128", "fe80::1/64", "169.254.7.7/16", "10.0.0.5/8", "192.168.1.20/32"} {
		ip, network, err := net.ParseCIDR(s)
		require.NoError(t, err)
		all = append(all, &net.IPNet{IP: ip, Mask: network.Mask})
	}
	all = append(all, &net.UnixAddr{Net: "unix", Name: "no address"})
	both, four := netip.IPv6Unspecified(), netip.IPv4Unspecified()
	assert.Equal(t, "[192.168.1.20 10.0.0.5 2001:db8::20]", fmt.Sprint(usable(all, both)))
	assert.Equal(t, "[192.168.1.20 10.0.0.5]", fmt.Sprint(usable(all, four)))
	one := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 7002}
	assert.Equal(t, "[192.0.2.7]", fmt.Sprint(reachable(one)), "a server at one address is reached by that")
}

func TestExposed(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:7002": false, "127.8.8.8:1": false, "[::1]:7002": false, "[::ffff:127.0.0.1]:7": false,
		"0.0.0.0:7002": true, "[::]:7002": true, "192.0.2.1:7002": true, "[2001:db8::1]:1": true, "[fe80::1%lo]:1": true,
	} {
		at, err := net.ResolveTCPAddr("tcp", addr)
		require.NoError(t, err)
		assert.Equal(t, want, exposed(at), addr)
	}
	assert.False(t, exposed(&net.UnixAddr{Net: "unix", Name: "a.sock"}))
	assert.False(t, exposed(&net.UnixAddr{Net: "unix", Name: ""}))
}

// said is what is announced.
func said(o *offer) string {
	var out bytes.Buffer
	o.announce(tty.New(strings.NewReader(""), &out, io.Discard, func(string) string { return "" }, make(chan os.Signal)))
	return out.String()
}

func TestAnnounceExposed(t *testing.T) {
	one := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 7002}
	text := said(&offer{at: one, command: "sockets ch02", limits: []string{"few", "ask for more"}})
	for _, want := range []string{
		"listening on 192.0.2.7:7002 (tcp)\nexposed: any machine that can reach this one can connect\nlimits: few\n        ask for more\n",
		"on another machine, one that works:\n  sockets ch02 dial 192.0.2.7:7002 hello\n",
		"in another terminal, any one of:\n  sockets ch02 dial 192.0.2.7:7002 hello\n  socat - TCP:192.0.2.7:7002\n",
	} {
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, text, "hand out")

	text = said(&offer{at: one, command: "sockets ch07", trust: "/home/me/a file.pem"})
	for _, want := range []string{
		"hand out /home/me/a file.pem\n",
		"export SOCKBOOK_CA='/home/me/a file.pem'\n",
		`-verify_ip 192.0.2.7`,
	} {
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, text, "TCP:", "a way without TLS leads nowhere")
}

func TestAnnounceToThisMachineOnly(t *testing.T) {
	text := said(&offer{at: &net.TCPAddr{IP: loopback, Port: 7007}, command: "sockets ch07", trust: "ca.pem"})
	assert.NotContains(t, text, "exposed")
	assert.NotContains(t, text, "hand out")
	assert.Contains(t, text, `cafile="$SOCKBOOK_CA"`)
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, len(strings.TrimSuffix(line, "\n")), 80, "it can be copied from a terminal of 80 columns: %s", line)
	}
}

func TestQuoted(t *testing.T) {
	for path, want := range map[string]string{
		"/home/me/ca.pem": "/home/me/ca.pem", "a b": "'a b'", "it's": `'it'\''s'`, "$HOME": "'$HOME'", `C:\ca`: `'C:\ca'`,
	} {
		assert.Equal(t, want, quoted(path))
	}
}

func TestBrisk(t *testing.T) {
	for d, want := range map[time.Duration]string{
		2 * time.Minute: "2m", time.Hour: "1h", 90 * time.Second: "1m30s", 30 * time.Second: "30s", 10 * time.Minute: "10m",
		time.Hour + time.Minute: "1h1m", time.Hour + time.Second: "1h0m1s", 20 * time.Hour: "20h", 50 * time.Millisecond: "50ms", 100 * time.Second: "1m40s",
	} {
		assert.Equal(t, want, brisk(d))
	}
}
