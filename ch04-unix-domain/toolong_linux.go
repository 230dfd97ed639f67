package unixdomain

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// TooLong provokes EMSGSIZE: a datagram is sent whole or not at all, and must
// fit into the sender's buffer. There is no other limit, no 65,507 bytes as in
// UDP. A stream takes the same bytes, and cuts them as it likes.
func TooLong(_ context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		receiver, err := net.ListenUnixgram("unixgram", s.addr("unixgram", "datagrams"))
		if err != nil {
			return err
		}
		defer receiver.Close()
		sender, err := net.DialUnix("unixgram", nil, s.addr("unixgram", "datagrams"))
		if err != nil {
			return err
		}
		defer sender.Close()
		const asked = 40_000
		if err := sender.SetWriteBuffer(asked); err != nil {
			return err
		}
		fmt.Fprintf(out, "sender: SO_SNDBUF %d; the kernel makes it %d\n", asked, 2*asked)
		const most = 2*asked - 32
		buf := make([]byte, 2*asked)
		for _, size := range []int{65_508, most, most + 1} {
			_ = sender.SetWriteDeadline(time.Now().Add(allotted)) // fails only on a closed socket
			_, err := sender.Write(make([]byte, size))
			outcome(out, "sender", fmt.Sprintf("send %d bytes in one datagram", size), err)
			if err != nil {
				continue
			}
			got, err := receiver.Read(buf)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "receiver: a datagram of %d bytes\n", got)
		}
		return nil
	})
}
