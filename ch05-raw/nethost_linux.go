package raw

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// A netHost is another machine, as far as the network goes: a network
// namespace (network_namespaces(7)) and a thread that is in it. A socket
// belongs to the namespace in which it was made, whoever uses it later.
type netHost struct {
	run  chan func()
	path string // of the namespace, for ip(8)
	done chan struct{}
}

// newNetHost makes a host with nothing but its own loopback interface.
func newNetHost(ctx context.Context) (*netHost, error) {
	h := &netHost{run: make(chan func()), done: make(chan struct{})}
	ready := make(chan error)
	go func() {
		defer close(h.done)
		// Never unlocked: a thread that ends locked is not used again, so that
		// nothing else of this program finds itself in the wrong network.
		runtime.LockOSThread()
		h.path = fmt.Sprintf("/proc/%d/task/%d/ns/net", os.Getpid(), unix.Gettid())
		err := os.NewSyscallError("unshare", unix.Unshare(unix.CLONE_NEWNET))
		ready <- err
		if err != nil {
			return
		}
		for f := range h.run {
			f()
		}
	}()
	if err := <-ready; errors.Is(err, syscall.EPERM) {
		return nil, missing{what: "making a second host takes CAP_SYS_ADMIN in a user namespace", remedy: "unshare -Urn"}
	} else if err != nil {
		return nil, err
	}
	if err := h.ip(ctx, "link set lo up"); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// do calls f on the host.
func (h *netHost) do(f func() error) error {
	result := make(chan error)
	h.run <- func() { result <- f() }
	return <-result
}

// ip runs ip(8) there: a child is in its parent thread's namespace.
func (h *netHost) ip(ctx context.Context, command string) error {
	return h.do(func() error { return runIP(ctx, command) })
}

// close ends the thread. The namespace ends with the last socket in it.
func (h *netHost) close() {
	close(h.run)
	<-h.done
}

// runIP runs ip(8) on the host of the calling thread.
func runIP(ctx context.Context, command string) error {
	path, err := exec.LookPath("ip")
	if err != nil {
		return missing{what: "making interfaces takes the program ip", remedy: "apt-get install iproute2"}
	}
	text, err := exec.CommandContext(ctx, path, strings.Fields(command)...).CombinedOutput()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return missing{what: fmt.Sprintf("ip %s: %s", command, strings.TrimSpace(string(text)))}
	}
	return nil
}
