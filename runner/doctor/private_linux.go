package doctor

import (
	"context"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"sockbook/chapters"
)

// Probes are programs that a probe runs in a process of their own, as the
// examples of a chapter are. Hand them to [chapters.Child] beside the
// catalogue.
var Probes = []chapters.Chapter{{
	Dir: "doctor",
	Examples: []chapters.Example{
		{Name: "namespace", Network: chapters.Private, Run: func(context.Context, io.Writer) error { return nil }},
		{Name: "raw", Network: chapters.Private, Run: func(context.Context, io.Writer) error {
			return socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP, open)
		}},
		{Name: "capture", Network: chapters.Private, Run: func(context.Context, io.Writer) error {
			return socket(unix.AF_PACKET, unix.SOCK_RAW, 0, open)
		}},
		{Name: "fastopen", Network: chapters.Private, Run: func(context.Context, io.Writer) error {
			return os.WriteFile("/proc/sys/net/ipv4/tcp_fastopen", []byte("3"), 0)
		}},
	},
}}

// private runs a probe in a user and a network namespace of its own, exactly
// as a private example is run.
func private(name string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		return "", Probes[0].RunExample(ctx, name, io.Discard)
	}
}
