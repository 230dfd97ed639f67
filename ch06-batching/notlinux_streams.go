//go:build !linux

package batching

import (
	"context"
	"io"
)

// Cost needs calls and threads that are Linux's.
func Cost(context.Context, io.Writer) error {
	return missing{what: "what a call costs is measured by Linux's calls"}
}

// Writev needs ptrace.
func Writev(context.Context, io.Writer) error {
	return missing{what: "system calls are counted by ptrace as Linux has it"}
}

// Cork needs TCP_CORK and TCP_INFO.
func Cork(context.Context, io.Writer) error {
	return missing{what: "TCP_CORK and the count of segments in TCP_INFO are Linux's"}
}

// Sendfile needs ptrace.
func Sendfile(context.Context, io.Writer) error {
	return missing{what: "system calls are counted by ptrace as Linux has it"}
}

// Pending needs ptrace.
func Pending(context.Context, io.Writer) error {
	return missing{what: "system calls are counted by ptrace as Linux has it"}
}

// IOURing needs io_uring.
func IOURing(context.Context, io.Writer) error {
	return missing{what: "io_uring is Linux's; Windows has RIO, others have neither"}
}

// IOVMax needs sendmmsg.
func IOVMax(context.Context, io.Writer) error {
	return missing{what: "sendmmsg, and these limits, are Linux's"}
}

// Ladder needs sendmmsg, GSO, GRO and ptrace.
func Ladder(context.Context, io.Writer) error {
	return missing{what: "what the ladder compares is Linux's"}
}

// LadderArgs needs what Ladder needs.
func LadderArgs(ctx context.Context, out io.Writer, _ []string) error { return Ladder(ctx, out) }

// QueueFull needs IP_RECVERR and tc.
func QueueFull(context.Context, io.Writer) error {
	return missing{what: "IP_RECVERR, and queues that tc makes, are Linux's"}
}
