package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// inClass is set in a test that runs in a network namespace of its own.
const inClass = "RUNNER_TEST_CLASS"

// lesson is longer than anything here takes, on a machine that has other work.
const lesson = time.Minute

// class runs a test on a network with two machines on one wire: this one, with
// the addresses of thirty students, 10.0.0.101 to 10.0.0.130, and a teacher's
// at 10.0.0.1 and fd00::1. Nobody else is there: a new copy of this program, in
// a user and network namespace of its own, runs that test alone.
func class(t *testing.T, test func(t *testing.T, teacher *machine)) {
	t.Helper()
	if os.Getenv(inClass) != "" {
		test(t, newMachine(t))
		return
	}
	if out, err := exec.Command("unshare", "-Urn", "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Skipf("this machine makes no private network namespace: %v: %s", err, out)
	}
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "unshare", "-Urn", "sh", "-c", `ip link set lo up && exec "$0" "$@"`,
		os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=2m")
	cmd.Env = append(os.Environ(), inClass+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	if testing.Verbose() {
		t.Logf("%s", out)
	}
}

// A machine is a network namespace, kept by a process that waits.
type machine struct{ pid string }

// newMachine is the teacher's, at the other end of a veth pair (veth(4)).
func newMachine(t *testing.T) *machine {
	t.Helper()
	keeper := exec.Command("unshare", "-n", "sh", "-c", "echo made && ! read end")
	in, err := keeper.StdinPipe() // which ends with this process at the latest
	require.NoError(t, err)
	made, err := keeper.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, keeper.Start())
	t.Cleanup(func() {
		_ = in.Close() // and read has read all there is
		require.NoError(t, keeper.Wait())
	})
	_, err = bufio.NewReader(made).ReadString('\n')
	require.NoError(t, err)

	m := &machine{pid: strconv.Itoa(keeper.Process.Pid)}
	students := ""
	for n := range 30 {
		students += fmt.Sprintf("addr add 10.0.0.%d/24 dev wire\n", 101+n)
	}
	batch(t, exec.Command("ip", "-batch", "-"), "link add wire type veth peer name wire netns "+m.pid+"\n"+
		students+"addr add fd00::2/64 dev wire nodad\nlink set wire up\n")
	batch(t, m.command("ip", "-batch", "-"), "link set lo up\naddr add 10.0.0.1/24 dev wire\naddr add fd00::1/64 dev wire nodad\nlink set wire up\n")
	m.awaitCarrier(t)
	return m
}

func batch(t *testing.T, ip *exec.Cmd, commands string) {
	t.Helper()
	ip.Stdin = strings.NewReader(commands)
	out, err := ip.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// awaitCarrier waits until both ends of the wire carry frames, which is later
// than the moment when they are set up.
func (m *machine) awaitCarrier(t *testing.T) {
	t.Helper()
	for _, cmd := range []func() *exec.Cmd{
		func() *exec.Cmd { return exec.Command("ip", "link", "show", "wire") },
		func() *exec.Cmd { return m.command("ip", "link", "show", "wire") },
	} {
		require.Eventually(t, func() bool {
			out, err := cmd().Output()
			return err == nil && bytes.Contains(out, []byte("LOWER_UP"))
		}, lesson, 10*time.Millisecond)
	}
}

// command runs there.
func (m *machine) command(name string, args ...string) *exec.Cmd {
	return exec.Command("nsenter", append([]string{"-t", m.pid, "-n", name}, args...)...)
}

// serve starts a chapter's server there, for everybody.
func (m *machine) serve(t *testing.T, chapter string, args ...string) *serving {
	t.Helper()
	args = append([]string{chapter, "serve", "--listen", ":70" + chapter[2:]}, args...)
	s := &serving{t: t, cmd: m.command("runner", args...)}
	s.start(lesson)
	s.line("exposed: any machine that can reach this one can connect")
	return s
}

// upTo reads the lines of the output up to one with that in it.
func (s *serving) upTo(last string) (lines []string) {
	s.t.Helper()
	for {
		line, err := s.out.ReadString('\n')
		require.NoError(s.t, err, "the output lacks %q; %s", last, &s.stderr)
		if strings.Contains(line, last) {
			return lines
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
}

// A student is one source address.
type student byte

// dial connects to the teacher's machine, and waits for nothing for ever.
func (s student) dial(network, port string) (net.Conn, error) {
	var local net.Addr = &net.TCPAddr{IP: net.IPv4(10, 0, 0, byte(s))}
	if network == "udp" {
		local = &net.UDPAddr{IP: net.IPv4(10, 0, 0, byte(s))}
	}
	d := net.Dialer{LocalAddr: local, Timeout: lesson}
	conn, err := d.Dial(network, "10.0.0.1:"+port)
	if err == nil {
		err = conn.SetDeadline(time.Now().Add(lesson))
	}
	return conn, err
}

// echo says so much and reports whether it came back.
func echo(conn net.Conn, msg string) error {
	if _, err := io.WriteString(conn, msg); err != nil {
		return err
	}
	back := make([]byte, len(msg))
	if _, err := io.ReadFull(conn, back); err != nil {
		return err
	}
	if string(back) != msg {
		return fmt.Errorf("sent %q, got back %q", msg, back)
	}
	return nil
}
