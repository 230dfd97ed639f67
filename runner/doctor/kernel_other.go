//go:build !linux

package doctor

import (
	"context"
	"errors"
	"runtime"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

// kernel is what only Linux has.
func kernel() []check {
	return []check{{"Linux", Examples, "what its kernel alone shows", "ch05; ch06; trace; wire", func(context.Context) (string, error) {
		remedy := "in a virtual machine or a container: docker run -it --rm golang"
		if runtime.GOOS == "windows" {
			remedy = "wsl --install, and the workbook within it"
		}
		return "", fault.New(remedy, "%w", errors.New("this is "+runtime.GOOS))
	}}}
}

func kernelVersion() string { return "" }

func ipv6Remedy() string { return "" }

// Probes are programs that a probe runs in a process of their own. Hand them
// to [chapters.Child] beside the catalogue.
var Probes []chapters.Chapter
