package raw

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// private runs an example in a network of its own.
func private(t *testing.T, example func(context.Context, io.Writer) error, look func(t *testing.T, out string)) {
	t.Helper()
	netPrivate(t, func(t *testing.T) { look(t, showAlone(t, example)) })
}

func TestEcho(t *testing.T) {
	private(t, Echo, func(t *testing.T, out string) {
		for _, addr := range []string{"127.0.0.1", "::1"} {
			assert.Contains(t, out, `asked `+addr+` "hello, kernel", got back "hello, kernel"`)
			assert.Contains(t, out, `asked `+addr+` "hello, program", got back "hello, program"`)
		}
		assert.Contains(t, out, "no answer within 100ms", "the kernel is silent, and the server does not serve yet")
		assert.Contains(t, out, "Serve returned <nil>")
	})
}

func TestPing(t *testing.T) {
	private(t, Ping, func(t *testing.T, out string) {
		assert.Contains(t, out, "64 bytes from 192.0.2.2: number 5, ")
		assert.Contains(t, out, "5 sent, 5 received")
	})
}

func TestPingSocket(t *testing.T) {
	private(t, PingSocket, func(t *testing.T, out string) {
		assert.Regexp(t, `as a new network has it: .*: permission denied\n`, out)
		assert.Regexp(t, `0 to 0: .*: ok\n`, out)
		assert.Contains(t, out, "identifier the socket's port: true, sequence 1, checksum right: true")
		assert.Contains(t, out, `reads "hello": echo reply, its identifier the socket's: true`)
	})
}

func TestHeaders(t *testing.T) {
	private(t, Headers, func(t *testing.T, out string) {
		assert.Contains(t, out, "45 00 00 21  version 4, header of 5 words; TOS 0; length 33")
		assert.Contains(t, out, "protocol 17; checksum, right")
		assert.Contains(t, out, "port unreachable, checksum right true")
		assert.Contains(t, out, "53 bytes, of which 40 are the header")
		assert.Contains(t, out, "TCP SYN to port 4000")
	})
}

func TestChecksums(t *testing.T) {
	out := show(t, Checksums)
	assert.Contains(t, out, "the sum over all of it, checksum included: 0xffff")
	assert.Contains(t, out, "one bit flipped: noticed true")
	assert.Contains(t, out, "source and destination exchanged: noticed false")
	assert.Contains(t, out, "checksum up by 0x0100: noticed false")
}

func TestBadChecksum(t *testing.T) {
	private(t, BadChecksum, func(t *testing.T, out string) {
		assert.Contains(t, out, "InCsumErrors grew by 1")
		assert.Contains(t, out, "InEchos grew by 0")
		assert.Contains(t, out, `got back "a right one"`)
	})
}

func TestNoCapability(t *testing.T) {
	private(t, NoCapability, func(t *testing.T, out string) {
		assert.Regexp(t, `(?s)with CAP_NET_RAW.*IPPROTO_ICMP\): ok.*AF_PACKET, SOCK_RAW, 0\): ok`, out)
		assert.Regexp(t, `(?s)without it.*IPPROTO_ICMP\): operation not permitted.*AF_PACKET, SOCK_RAW, 0\): operation not permitted.*IPPROTO_UDP\): ok`, out)
	})
}

func TestTooLong(t *testing.T) {
	private(t, TooLong, func(t *testing.T, out string) {
		assert.Contains(t, out, "with 65507 bytes: ok")
		assert.Contains(t, out, "with 65508 bytes: message too long")
		assert.Contains(t, out, "of 1501 bytes, header made by hand, MTU 1500: message too long")
	})
}

func TestTruncatedHeader(t *testing.T) {
	out := show(t, TruncatedHeader)
	assert.Contains(t, out, `33 bytes of 33: from 192.0.2.1, port 4321: "hello"`)
	assert.Contains(t, out, "UDP header: 8 bytes needed, 4 there")
	assert.Contains(t, out, "IPv4 header: 60 bytes needed, 33 there")
}

// A program that nobody here wrote is answered by our server.
func TestServerAnswersPing(t *testing.T) {
	ping, err := exec.LookPath("ping")
	if err != nil {
		t.Skip("needs the program ping; apt-get install iputils-ping")
	}
	netPrivate(t, func(t *testing.T) {
		server, stop := serve(t, "127.0.0.1")
		defer stop()
		out, err := exec.CommandContext(t.Context(), ping, "-n", "-c", "3", "-i", "0.01", "-W", "2", "-s", "1000", server.Addr().String()).CombinedOutput()
		require.NoError(t, err, "%s", out)
		// ping waits no longer for the last answer than twice the longest before.
		assert.Regexp(t, `\n3 packets transmitted, [123] received`, string(out))
		assert.NotContains(t, string(out), "wrong")
	})
}

func serve(t *testing.T, addr string) (*Server, func()) {
	server, err := Listen(t.Context(), addr)
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	return server, func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-served, net.ErrClosed)
	}
}

// What is no whole echo request to this address gets no answer.
func TestServerAnswersRequestsOnly(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		_, stop := serve(t, "127.0.0.1")
		defer stop()
		client, err := Dial(t.Context(), "127.0.0.1")
		require.NoError(t, err)
		defer client.Close()
		request := EchoMessage(EchoRequest, client.id, 1, []byte("hello"))
		wrong := request.Message4()
		wrong[3]++
		code := request
		code.Code = 1
		for _, message := range [][]byte{wrong, code.Message4(), EchoMessage(EchoReply, 1, 1, nil).Message4(), {8, 0, 0}} {
			_, err := client.file.Write(message)
			require.NoError(t, err)
		}
		require.NoError(t, client.file.SetReadDeadline(time.Now().Add(100*time.Millisecond)))
		for {
			n, err := client.file.Read(client.buf)
			if err != nil {
				break
			}
			_, payload, err := ParseIPv4(client.buf[:n])
			require.NoError(t, err)
			m, err := ParseICMP(payload)
			require.NoError(t, err)
			require.Equal(t, uint16(1), m.ID(), "the only reply is the one that we sent: %+v", m)
		}
		require.NoError(t, client.file.SetReadDeadline(time.Time{}))
		ctx, done := context.WithTimeout(t.Context(), 5*time.Second)
		defer done()
		_, err = client.Echo(ctx, []byte("and on"))
		require.NoError(t, err)
	})
}

// Listen never touches the machine's own network.
func TestListenOnlyInPrivate(t *testing.T) {
	if err := netAlone(); err == nil {
		t.Skip("this is a network of its own")
	}
	_, err := Listen(t.Context(), "127.0.0.1")
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = Listen(t.Context(), "0.0.0.0")
	require.ErrorContains(t, err, "answers come from one address")
	_, err = Listen(t.Context(), "localhost")
	require.Error(t, err)
}

// The client takes the answer to its question and no other.
func TestReplyIsToTheQuestion(t *testing.T) {
	c := &Client{ping: true, id: 7, sequence: 3}
	c.to = netip.MustParseAddr("127.0.0.1")
	for want, m := range map[bool]ICMP{
		true:  EchoMessage(EchoReply, 7, 3, []byte("x")),
		false: EchoMessage(EchoReply, 7, 2, []byte("x")),
	} {
		_, ok := c.reply(m.Message4())
		assert.Equal(t, want, ok, "%+v", m)
	}
	for _, m := range []ICMP{EchoMessage(EchoReply, 8, 3, nil), EchoMessage(EchoRequest, 7, 3, nil)} {
		_, ok := c.reply(m.Message4())
		assert.False(t, ok, "%+v", m)
	}
	_, ok := c.reply([]byte{0, 0, 0})
	assert.False(t, ok)
}

// A packet that is a fragment, or for another address, is not answered.
func TestServerReadsWholePacketsForItself(t *testing.T) {
	s := &Server{at: here4}
	message := EchoMessage(EchoRequest, 1, 1, []byte("hello")).Message4()
	packet := func(change func(*IPv4)) []byte {
		h := IPv4{TTL: 64, Protocol: ProtocolICMP, Src: there4, Dst: here4}
		change(&h)
		return append(h.Complete(len(message)).Append(nil), message...)
	}
	_, ok := s.answer(packet(func(*IPv4) {}))
	assert.True(t, ok)
	for why, change := range map[string]func(*IPv4){
		"for another address": func(h *IPv4) { h.Dst = there4 },
		"more fragments":      func(h *IPv4) { h.MoreFragments = true },
		"a later fragment":    func(h *IPv4) { h.FragmentOffset = 8 },
	} {
		_, ok := s.answer(packet(change))
		assert.False(t, ok, why)
	}
}

// An answer with other bytes is not taken for the echo.
func TestEchoComparesTheBytes(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		client, err := Dial(t.Context(), "127.0.0.1")
		require.NoError(t, err)
		defer client.Close()
		liar, err := openResponder(netip.MustParseAddr("127.0.0.1"))
		require.NoError(t, err)
		file := os.NewFile(uintptr(liar), "icmp")
		defer file.Close()
		require.NoError(t, os.WriteFile("/proc/sys/net/ipv4/icmp_echo_ignore_all", []byte("1"), 0))
		go func() {
			buf := make([]byte, 1500)
			n, _, err := receiveFrom(file, buf)
			if err != nil {
				return // the test has ended
			}
			_, payload, _ := ParseIPv4(buf[:n])
			m, _ := ParseICMP(payload)
			for _, text := range []string{"another text", "hello"} {
				_ = sendTo(file, EchoMessage(EchoReply, m.ID(), m.Sequence(), []byte(text)).Message4(), netip.MustParseAddr("127.0.0.1"))
			}
		}()
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		defer stop()
		got, err := client.Echo(ctx, []byte("hello"))
		require.NoError(t, err)
		assert.Equal(t, "hello", string(got))
	})
}
