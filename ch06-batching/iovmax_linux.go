package batching

import (
	"context"
	"fmt"
	"io"
	"net"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// iovMax is how many buffers one system call takes (IOV_MAX of limits.h;
// UIO_MAXIOV in the kernel). It is part of Linux's interface, and no setting.
const iovMax = 1024

// IOVMax gives each call that takes many buffers, or many messages, one more
// than the kernel reads.
func IOVMax(ctx context.Context, out io.Writer) error {
	err := withStream(ctx, func(client, _ *net.TCPConn) error {
		return control(client, func(fd int) error {
			for _, n := range []int{iovMax, iovMax + 1} {
				buffers := make([][]byte, n)
				for i := range buffers {
					buffers[i] = []byte{'.'}
				}
				took, err := unix.Writev(fd, buffers)
				fmt.Fprintf(out, "client: writev, %d buffers: %d, %v\n", n, took, err)
				took, err = unix.SendmsgBuffers(fd, buffers, nil, nil, 0)
				fmt.Fprintf(out, "client: sendmsg, %d buffers: %d, %v\n", n, took, err)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return tooManyMessages(out)
}

// tooManyMessages is the one call of the three that takes what it can and says
// how much that was (sendmmsg(2)): to send the rest is up to the caller.
func tooManyMessages(out io.Writer) error {
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
	messages := make([]ipv4.Message, iovMax+1)
	for i := range messages {
		messages[i].Buffers = [][]byte{{'.'}}
	}
	n, err := ipv4.NewPacketConn(client).WriteBatch(messages, 0)
	fmt.Fprintf(out, "client: sendmmsg, %d messages: %d, %v\n", len(messages), n, err)
	return nil
}
