//go:build !linux

package doctor

import "sockbook/chapters"

// kernel is what only Linux has.
func kernel() []check { return nil }

func kernelVersion() string { return "" }

// Probes are programs that a probe runs in a process of their own. Hand them
// to [chapters.Child] beside the catalogue.
var Probes []chapters.Chapter
