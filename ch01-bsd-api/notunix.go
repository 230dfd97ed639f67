//go:build !unix

package bsdapi

import (
	"context"
	"io"
)

// What is shown with Unix's calls is refused elsewhere with the reason.

// connectSwapped has nothing to add here.
func connectSwapped(context.Context, io.Writer) error { return nil }

// Tuple is shown with Unix's calls.
func Tuple(context.Context, io.Writer) error { return unixOnly() }

// NonBlocking is shown with fcntl and poll.
func NonBlocking(context.Context, io.Writer) error { return unixOnly() }

// InUse is shown with SO_REUSEADDR as Unix has it.
func InUse(context.Context, io.Writer) error { return unixOnly() }

// Refused is shown with Unix's calls.
func Refused(context.Context, io.Writer) error { return unixOnly() }

// NotConnected is shown with Unix's calls.
func NotConnected(context.Context, io.Writer) error { return unixOnly() }

// BadDescriptor needs descriptors that are small numbers.
func BadDescriptor(context.Context, io.Writer) error { return unixOnly() }

func unixOnly() error { return unsupported("the calls shown are Unix's") }
