package batching

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What the example sends.
const (
	ringCount = 64
	ringSize  = 64
)

// IOURing sends many datagrams by one system call, which none of them is made
// for: the requests lie in memory that the kernel reads.
func IOURing(ctx context.Context, out io.Writer) error {
	r, err := newRing(ringCount)
	if err != nil {
		return noRing(err)
	}
	defer r.close()
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	client, err := net.DialUDP("udp4", nil, server.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return err
	}
	defer client.Close()
	err = errors.Join(ringSend(out, r, client), ringReceive(out, server), ringFails(out, r))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// noRing says why there is none. io_uring has had so many faults that many an
// operator switches it off (kernel.io_uring_disabled, Linux 6.6) or has it
// refused by seccomp(2), as Docker does.
func noRing(err error) error {
	if !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.EACCES) {
		return err
	}
	const setting = "/proc/sys/kernel/io_uring_disabled"
	if value, _ := os.ReadFile(setting); len(value) > 0 && value[0] != '0' { // no such file: an older kernel
		return missing{what: err.Error() + ": kernel.io_uring_disabled is " + string(bytes.TrimSpace(value)),
			remedy: "sudo sysctl kernel.io_uring_disabled=0"}
	}
	return missing{what: err.Error() + ": this kernel is older than 5.1, or a seccomp filter refuses it",
		remedy: "docker run --security-opt seccomp=unconfined …"}
}

// ringSend queues all messages and has them sent. They are pinned, for the
// kernel knows them by their addresses alone: nothing that the collector sees
// keeps them where they are until the results have come.
func ringSend(out io.Writer, r *ring, conn *net.UDPConn) error {
	var pinned runtime.Pinner
	defer pinned.Unpin()
	return control(conn, func(fd int) error {
		for i := range ringCount {
			message := bytes.Repeat([]byte{byte(i)}, ringSize)
			pinned.Pin(&message[0])
			if !r.add(ringRequest{opcode: ringOpSend, fd: int32(fd), userData: uint64(i),
				addr: uint64(uintptr(unsafe.Pointer(&message[0]))), size: ringSize}) {
				return errors.New("the ring is full")
			}
		}
		fmt.Fprintf(out, "client: %d requests to send %d bytes in the ring: no system call\n", ringCount, ringSize)
		took, err := r.enter(ringCount)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: io_uring_enter(ring, submit %d, wait for %d) = %d\n", ringCount, ringCount, took)
		whole := 0
		for _, result := range r.results() {
			if result.result == ringSize {
				whole++
			}
		}
		fmt.Fprintf(out, "kernel: %d results of %d bytes: those messages are mine again\n", whole, ringSize)
		return nil
	})
}

func ringReceive(out io.Writer, conn *net.UDPConn) error {
	_ = conn.SetReadDeadline(time.Now().Add(pairTime)) // fails only on a closed socket
	message := make([]byte, ringSize)
	for i := range ringCount {
		n, err := conn.Read(message)
		if err != nil {
			return err
		}
		if n != ringSize || message[0] != byte(i) {
			return fmt.Errorf("message %d came as number %d, %d bytes", message[0], i, n)
		}
	}
	fmt.Fprintf(out, "server: %d datagrams, in order\n", ringCount)
	return nil
}

// ringFails sends to a descriptor that is none. The call that submits it
// succeeds: that the request failed is in its result.
func ringFails(out io.Writer, r *ring) error {
	r.add(ringRequest{opcode: ringOpSend, fd: -1})
	took, err := r.enter(1)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: a send to descriptor -1: io_uring_enter = %d\n", took)
	for _, result := range r.results() {
		fmt.Fprintf(out, "kernel: its result: %v\n", syscall.Errno(-result.result))
	}
	return nil
}
