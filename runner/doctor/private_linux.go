package doctor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/sys/unix"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

// Probes are programs that a probe runs in a process of their own, as the
// examples of a chapter are. Hand them to [chapters.Child] beside the
// catalogue.
var Probes = []chapters.Chapter{{
	Dir: "doctor",
	Examples: []chapters.Example{
		probe("namespace", func(context.Context) error { return nil }),
		probe("raw", func(context.Context) error {
			return socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP, open)
		}),
		probe("capture", func(context.Context) error {
			return socket(unix.AF_PACKET, unix.SOCK_RAW, 0, open)
		}),
		probe("cable", func(ctx context.Context) error {
			return command(ctx, "modprobe veth", "ip", "link", "add", "near", "type", "veth", "peer", "name", "far")
		}),
		probe("narrow", func(ctx context.Context) error {
			return command(ctx, "modprobe sch_tbf", "tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "8bit", "burst", "2000", "limit", "4000")
		}),
		probe("settings", func(context.Context) error {
			return set("net.ipv4.ip_forward", "1", "docker run --security-opt systempaths=unconfined …")
		}),
		probe("optmem", func(context.Context) error {
			return set("net.core.optmem_max", "1000", "Linux 6.8 or later")
		}),
		probe("fastopen", func(context.Context) error { return set("net.ipv4.tcp_fastopen", "3", "") }),
		probe("cookies", func(context.Context) error {
			if setting("net.ipv4.tcp_syncookies") != "1" {
				return errors.New("not there either")
			}
			return nil
		}),
	},
}}

func probe(name string, try func(context.Context) error) chapters.Example {
	return chapters.Example{Name: name, Network: chapters.Private, Run: func(ctx context.Context, _ io.Writer) error { return try(ctx) }}
}

// private runs a probe in a user and a network namespace of its own, exactly
// as a private example is run.
func private(name string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		return "", Probes[0].RunExample(ctx, name, io.Discard)
	}
}

// command runs a program, which the kernel may refuse what it asks for unless
// a module is there.
func command(ctx context.Context, module, name string, args ...string) error {
	text, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("it takes the program %s, which is not here", name)
	}
	if err != nil {
		return fault.New("sudo "+module, "%s: %s", name, bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\n"), []byte(" "))))
	}
	return nil
}

// set sets a sysctl(8) variable of the namespace.
func set(name, value, remedy string) error {
	if err := os.WriteFile("/proc/sys/"+strings.ReplaceAll(name, ".", "/"), []byte(value), 0); err != nil {
		return fault.New(remedy, "%s: %w", name, cause(err))
	}
	return nil
}
