package raw

import (
	"context"
	"os"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// allowedTime is how long an example waits for packets, in all.
const allowedTime = 10 * time.Second

// A wireTap is a cooked capture of IPv4 whose packets are read one by one.
type wireTap struct {
	*Capture
	buf  []byte
	stop func() bool
}

// openTap begins to listen on one interface. When ctx ends, so does a read.
func openTap(ctx context.Context, c CaptureConfig) (*wireTap, error) {
	capture, err := OpenCapture(c)
	if err != nil {
		return nil, err
	}
	t := &wireTap{Capture: capture, buf: make([]byte, 1<<16)}
	if err := t.SetReadDeadline(time.Now().Add(allowedTime)); err != nil {
		_ = t.Capture.Close() // the first error is the one that matters
		return nil, err
	}
	t.stop = context.AfterFunc(ctx, func() { _ = t.SetReadDeadline(time.Unix(1, 0)) }) // fails only if closed
	return t, nil
}

func (t *wireTap) close() {
	t.stop()
	_ = t.Close() // a capture has nothing left to send
}

// until reads packets, shows each that decodes as IPv4 to see, and returns
// with the first that want is true of.
func (t *wireTap) until(see func(wirePacket), want func(wirePacket) bool) (wirePacket, error) {
	for {
		c, err := t.Read(t.buf)
		if err != nil {
			return wirePacket{}, err
		}
		if c.Protocol != unix.ETH_P_IP {
			continue
		}
		p, err := wireDecode(c.Data)
		if err != nil {
			continue // not whole, or of a kind that the story has none of
		}
		if see != nil {
			see(p)
		}
		if want(p) {
			return p, nil
		}
	}
}

// ctxError prefers the cause of ctx to what its end has brought about.
func ctxError(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// tcpFilter lets TCP over IPv4 from or to a port pass a cooked capture, where
// byte 0 is the IP header's first. A packet's own header length (bpf's "4 *
// (pkt[0] & 0xf)") says where its ports are; a later fragment has none.
func tcpFilter(port uint16) []bpf.Instruction {
	return []bpf.Instruction{
		bpf.LoadExtension{Num: bpf.ExtProto},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: unix.ETH_P_IP, SkipTrue: 9},
		bpf.LoadAbsolute{Off: 9, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: unix.IPPROTO_TCP, SkipTrue: 7},
		bpf.LoadAbsolute{Off: 6, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpBitsSet, Val: 0x1fff, SkipTrue: 5},
		bpf.LoadMemShift{Off: 0},
		bpf.LoadIndirect{Off: 0, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(port), SkipTrue: 3},
		bpf.LoadIndirect{Off: 2, Size: 2},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(port), SkipTrue: 1},
		bpf.RetConstant{Val: 0},
		bpf.RetConstant{Val: 1 << 18},
	}
}

// readProc reads a file of /proc as the calling thread sees it: /proc/net is
// the network of the process's first thread.
func readProc(name string) (string, error) {
	text, err := os.ReadFile("/proc/thread-self/net/" + name)
	return string(text), err
}
