//go:build !linux

package tap

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"sockbook/chapters/wire"
)

// A Tap is what only Linux has: namespaces, and sockets that see every packet.
type Tap struct{ Inside *os.File }

func unsupported() error {
	return fmt.Errorf("packets are captured in a network namespace, which Linux has and %s has not: %w", runtime.GOOS, errors.ErrUnsupported)
}

// New fails with an error that is errors.ErrUnsupported.
func New() (*Tap, error) { return nil, unsupported() }

// Give fails as New does.
func Give(*os.File) (io.Writer, error) { return nil, unsupported() }

// End does nothing: there is no Tap here.
func (*Tap) End() {}

// Close does nothing.
func (*Tap) Close() {}

// Lost is 0.
func (*Tap) Lost() int { return 0 }

// Each fails as New does.
func (*Tap) Each(func(wire.Event)) error { return unsupported() }
