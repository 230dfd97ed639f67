package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// QueueFull sends more than the queue of an interface holds. The kernel throws
// away what does not fit, and tells only a socket that asked to be told
// (IP_RECVERR, ip(7)): ENOBUFS, "no buffer space available". A batch ends at
// the first message that fails.
func QueueFull(ctx context.Context, out io.Writer) error {
	widen, err := narrowLoopback(ctx)
	if err != nil {
		return err
	}
	defer widen()
	fmt.Fprintln(out, "kernel: lo sends a byte a second, and queues 4000")
	sink, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	defer sink.Close()
	client, err := net.DialUDP("udp4", nil, sink.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return err
	}
	defer client.Close()
	if err := unnoticed(out, client); err != nil {
		return err
	}
	widen() // and the queue is gone, with what was in it
	if _, err = narrowLoopback(ctx); err != nil {
		return err
	}
	return noticed(out, client)
}

// narrowLoopback gives lo a queue that empties slowly (tc-tbf(8)). It is safe
// only in a network of the example's own, which no other program sends over.
func narrowLoopback(ctx context.Context) (widen func(), err error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	if len(all) != 1 || os.Getuid() != 0 {
		return nil, missing{what: "narrowing lo needs a network of the example's own", remedy: "unshare -Urn …"}
	}
	tc, err := exec.LookPath("tc")
	if err != nil {
		return nil, missing{what: "narrowing an interface takes the program tc", remedy: "apt-get install iproute2"}
	}
	const queue = "qdisc add dev lo root tbf rate 8bit burst 2000 limit 4000"
	text, err := exec.CommandContext(ctx, tc, strings.Fields(queue)...).CombinedOutput()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, missing{what: "this kernel does not narrow lo: " + strings.TrimSpace(string(text)), remedy: "sudo modprobe sch_tbf"}
	}
	return func() { _ = exec.Command(tc, "qdisc", "del", "dev", "lo", "root").Run() }, nil // else it ends with its network
}

// What is sent: each message takes 142 bytes of the queue, headers included.
const (
	buffersCount = 128
	buffersSize  = 100
)

// unnoticed sends them one by one, and nothing fails.
func unnoticed(out io.Writer, client *net.UDPConn) error {
	for range buffersCount {
		if _, err := client.Write(make([]byte, buffersSize)); err != nil {
			return err
		}
	}
	dropped, err := sendErrors()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: %d datagrams sent, a Write each: no error\n", buffersCount)
	fmt.Fprintf(out, "kernel: dropped here, before they left: about %d (SndbufErrors)\n", dropped)
	return nil
}

// noticed asks to be told, and sends them as a batch.
func noticed(out io.Writer, client *net.UDPConn) error {
	if err := setOption(client, unix.IPPROTO_IP, unix.IP_RECVERR, 1); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: IP_RECVERR set, and an empty queue again")
	messages := ladderHeaders(make([]byte, buffersCount*buffersSize), buffersSize)
	err := control(client, func(fd int) error {
		took, errno := sendmmsg(fd, messages)
		if errno != 0 {
			return os.NewSyscallError("sendmmsg", errno)
		}
		fmt.Fprintf(out, "client: sendmmsg of %d messages: about %d\n", buffersCount, took)
		took, errno = sendmmsg(fd, messages[took:])
		fmt.Fprintf(out, "client: sendmmsg of the rest: %d, %v\n", took, errno)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = client.Write(make([]byte, buffersSize))
	fmt.Fprintf(out, "client: Write: %v\n", err)
	return nil
}

// sendErrors reads how many datagrams the network of this thread has dropped
// on the way out (RFC 4113 has no name for it; Linux has: SndbufErrors).
func sendErrors() (int, error) {
	text, err := os.ReadFile("/proc/thread-self/net/snmp")
	if err != nil {
		return 0, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "Udp:" {
			continue
		}
		for i, name := range names {
			if name == "SndbufErrors" && i < len(fields) {
				return strconv.Atoi(fields[i])
			}
		}
		names = fields // their line comes before that of the numbers
	}
	return 0, errors.New("this kernel does not count them")
}
