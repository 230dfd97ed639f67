package datagram

import (
	"context"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// requireAll names the variable that, when not empty, turns every skip into a
// failure.
const requireAll = "SOCKBOOK_REQUIRE_ALL"

// peerLanguages are the folders under peers, with the commands of the programs'
// own first comments and the warnings on.
var peerLanguages = []*peer{
	{
		name:  "c",
		needs: [][]string{{"cc", "--version"}},
		from:  "apt-get install gcc (macOS: brew install gcc)",
		build: [][]string{
			{"cc", "-Wall", "-Wextra", "-pedantic", "-o", "server", "server.c"},
			{"cc", "-Wall", "-Wextra", "-pedantic", "-o", "client", "client.c"},
		},
		server: []string{"./server"},
		client: []string{"./client"},
		sized:  true,
		unix:   true,
	},
	{
		name:   "java",
		needs:  [][]string{{"javac", "--version"}, {"java", "--version"}},
		from:   "apt-get install default-jdk-headless (macOS: brew install openjdk)",
		build:  [][]string{{"javac", "-Xlint:all", "Server.java", "Client.java"}},
		server: []string{"java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "Server"},
		client: []string{"java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "Client"},
		sized:  true,
		// DatagramSocket.send does nothing if the packet is empty and the socket
		// connected.
		emptyErr: "no empty datagram",
	},
	{
		name:   "node",
		needs:  [][]string{{"node", "--version"}},
		from:   "apt-get install nodejs (macOS: brew install node)",
		server: []string{"node", "--throw-deprecation", "server.js"},
		client: []string{"node", "--throw-deprecation", "client.js"},
	},
	{
		name:   "python",
		needs:  [][]string{{"python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))"}},
		from:   "apt-get install python3 (macOS: brew install python)",
		server: []string{"python3", "-W", "error", "server.py"},
		client: []string{"python3", "-W", "error", "client.py"},
		sized:  true,
	},
}

// TestPeers has every server answer our client, and every client ask our server
// and some that behave otherwise.
func TestPeers(t *testing.T) {
	for _, p := range peerLanguages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.ready(t)
			t.Run("server/answers", p.testAnswers)
			if p.sized {
				t.Run("server/drops what it cannot hold", p.testCut)
			}
			t.Run("client/asks", p.testAsks)
			t.Run("client/an empty line", p.testEmptyLine)
			t.Run("client/a line too long", p.testTooLong)
			t.Run("client/refused", p.testRefused)
			t.Run("client/no answer", p.testNoAnswer)
			t.Run("client/a stranger answers", p.testStranger)
		})
	}
}

// testAnswers sends the datagrams that tell a datagram server from a stream
// server, and those that a text would not contain. Echo takes no answer but the
// same bytes.
func (p *peer) testAnswers(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	client, err := Dial(ctx, p.serve(t))
	require.NoError(t, err)
	defer client.Close()
	for what, msg := range map[string][]byte{
		"text":       []byte("Grüße, 世界\n"),
		"nothing":    {},
		"every byte": everyByte(1400),
		"the most":   everyByte(longest()),
	} {
		_, err := client.Echo(ctx, msg)
		require.NoError(t, err, what)
	}
}

// testCut has a server with a small buffer. It must not answer with the part of
// a datagram that fitted: the next one's answer is the first to come.
func (p *peer) testCut(t *testing.T) {
	conn, err := net.Dial("udp", p.serve(t, "8"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	for _, msg := range []string{"nine byte", "8 bytes."} {
		_, err = conn.Write([]byte(msg))
		require.NoError(t, err)
	}
	reply := make([]byte, 100)
	n, err := conn.Read(reply)
	require.NoError(t, err)
	require.Equal(t, "8 bytes.", string(reply[:n]), "the longer one is not answered, the one that fits is")
}

func (p *peer) testAsks(t *testing.T) {
	lines := "hello\nGrüße, 世界\n" + strings.Repeat("x", longest()) + "\nand one more\n"
	out, complaints, err := p.ask(t, ours(t), lines)
	require.NoError(t, err, complaints)
	require.True(t, lines == out, "each line comes back: %d bytes went out, these %d came", len(lines), len(out))
}

func (p *peer) testEmptyLine(t *testing.T) {
	out, complaints, err := p.ask(t, ours(t), "\n")
	if p.emptyErr != "" {
		failed(t, err)
		require.Contains(t, complaints, p.emptyErr)
		return
	}
	require.NoError(t, err, complaints)
	require.Equal(t, "\n", out, "an empty datagram went there and back")
}

func (p *peer) testTooLong(t *testing.T) {
	_, complaints, err := p.ask(t, ours(t), strings.Repeat("x", 65_508)+"\n")
	failed(t, err)
	require.Regexp(t, "(?i)too long|EMSGSIZE|10040|larger", complaints, "what the system said")
}

// Nobody listens: an ICMP message comes back, and the client's next call fails.
// Windows says that the connection was reset.
func (p *peer) testRefused(t *testing.T) {
	hole, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := hole.LocalAddr().String()
	require.NoError(t, hole.Close())
	out, complaints, err := p.ask(t, addr, "hello\n")
	failed(t, err)
	require.Regexp(t, "(?i)refused|PortUnreachable|reset|10054", complaints, "what the system said")
	require.Empty(t, out)
}

func (p *peer) testNoAnswer(t *testing.T) {
	mute, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer mute.Close()
	out, complaints, err := p.ask(t, mute.LocalAddr().String(), "hello\nanother\n")
	failed(t, err)
	require.Equal(t, "no answer within 1 second", strings.TrimSpace(complaints))
	require.Empty(t, out)
}

// The client's socket is connected: the kernel keeps a stranger's datagram from
// it, though it comes first.
func (p *peer) testStranger(t *testing.T) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	stranger, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer stranger.Close()
	require.NoError(t, server.SetDeadline(time.Now().Add(time.Minute)))
	answered := make(chan error, 1)
	go func() {
		buf := make([]byte, 100)
		n, from, err := server.ReadFrom(buf)
		if err == nil {
			_, err = stranger.WriteTo([]byte("not asked"), from)
		}
		if err == nil {
			_, err = server.WriteTo(buf[:n], from)
		}
		answered <- err
	}()
	out, complaints, err := p.ask(t, server.LocalAddr().String(), "hello\n")
	require.NoError(t, err, complaints)
	require.NoError(t, <-answered)
	require.Equal(t, "hello\n", out)
}

// ours serves until the test ends.
func ours(t *testing.T) string {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(t.Context()) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return server.Addr().String()
}

func failed(t *testing.T, err error) {
	t.Helper()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "the client fails")
	assert.Equal(t, 1, exit.ExitCode(), "it says so by its status")
}

func everyByte(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// longest is the most data that one datagram takes here, in bytes.
func longest() int {
	if runtime.GOOS == "darwin" {
		return 9216 // net.inet.udp.maxdgram, unless raised
	}
	return 65_507
}
