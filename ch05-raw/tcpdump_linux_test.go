package raw

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

// tool finds a program, or skips the test and says how to get it.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("this machine has no %s: apt-get install %s", name, name)
	}
	return path
}

func TestFilterIsWhatTcpdumpMakes(t *testing.T) {
	program := tool(t, "tcpdump")
	netPrivate(t, func(t *testing.T) {
		text, err := exec.Command(program, "-i", "lo", "-ddd", "ip and udp dst port 4000").Output()
		require.NoError(t, err)
		assembled, err := bpf.Assemble(udpFilter(4000))
		require.NoError(t, err)
		ours := fmt.Sprintln(len(assembled))
		for _, in := range assembled {
			ours += fmt.Sprintln(in.Op, in.Jt, in.Jf, in.K)
		}
		assert.Equal(t, string(text), ours, "the compiler of filters agrees, instruction by instruction")
	})
}

// dumpOf has tcpdump write n packets of lo to a file while f runs.
func dumpOf(t *testing.T, tcpdump string, n int, f func()) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "lo.pcap")
	cmd := exec.CommandContext(t.Context(), tcpdump,
		"-i", "lo", "-U", "--immediate-mode", "-c", strconv.Itoa(n), "-w", file)
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stderr)
	said := ""
	for lines.Scan() {
		said += lines.Text() + "\n"
		if strings.Contains(lines.Text(), "listening on") {
			f()
			break
		}
	}
	rest, err := io.ReadAll(stderr)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait(), "%s%s", said, rest)
	return file
}

// framesOf reads a pcap file: 24 bytes, then 16 and the frame for each packet.
func framesOf(t *testing.T, file string) (frames [][]byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(b), 24)
	for b = b[24:]; len(b) >= 16; {
		n := binary.NativeEndian.Uint32(b[8:])
		require.LessOrEqual(t, int(n), len(b)-16)
		frames = append(frames, b[16:16+n])
		b = b[16+n:]
	}
	return frames
}

// testTraffic is of six frames over lo.
func testTraffic(t *testing.T) {
	t.Helper()
	sendTestDatagram(t, "first")
	require.NoError(t, filterConnect(t.Context(), "127.0.0.1:4000"))
	require.NoError(t, filterSend(t.Context(), "udp6", "[::1]:4000", "sixth"))
	require.NoError(t, filterConnect(t.Context(), "127.0.0.1:4001"))
}

const testFrames = 6

func TestCaptureAgreesWithTcpdump(t *testing.T) {
	tcpdump := tool(t, "tcpdump")
	netCapable(t, func(t *testing.T) {
		ours := openTestCapture(t, CaptureConfig{Interface: "lo"})
		file := dumpOf(t, tcpdump, testFrames, func() { testTraffic(t) })
		for i, theirs := range framesOf(t, file) {
			p, err := ours.Read(make([]byte, 1<<16))
			require.NoError(t, err)
			assert.Equal(t, theirs, p.Data, "frame %d", i)
		}
	})
}

func TestFlagsAgreeWithTshark(t *testing.T) {
	tcpdump, tshark := tool(t, "tcpdump"), tool(t, "tshark")
	netCapable(t, func(t *testing.T) {
		file := dumpOf(t, tcpdump, testFrames, func() { testTraffic(t) })
		text, err := exec.Command(tshark, "-r", file, "-Y", "tcp", "-T", "fields",
			"-e", "tcp.flags", "-e", "tcp.srcport", "-e", "tcp.dstport", "-e", "tcp.seq_raw", "-e", "tcp.ack_raw").Output()
		require.NoError(t, err)
		ours := ""
		for _, frame := range framesOf(t, file) {
			if p, err := wireDecode(frame[14:]); err == nil && p.Proto == 6 {
				ours += fmt.Sprintf("0x%04x\t%d\t%d\t%d\t%d\n", uint8(p.Flags), p.Src.Port(), p.Dst.Port(), p.Seq, p.Ack)
			}
		}
		assert.Equal(t, string(text), ours)
		assert.Equal(t, 4, strings.Count(ours, "\n"), "two of SYN, two of RST")
	})
}
