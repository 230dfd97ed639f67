//go:build !darwin && !freebsd && !windows && !(linux && !386 && !s390x)

package byhand

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
)

const (
	Interrupted = syscall.EINTR
	Aborted     = syscall.ECONNABORTED
)

// Kernel makes no calls on this system.
var Kernel System = kernel{}

// errNone is the error of each of its calls.
var errNone = fmt.Errorf("system calls on %s/%s: %w", runtime.GOOS, runtime.GOARCH, errors.ErrUnsupported)

type kernel struct{}

func (kernel) Socket(family, kind, protocol int) (Socket, error) { return -1, errNone }
func (kernel) Bind(s Socket, addr []byte) error                  { return errNone }
func (kernel) Listen(s Socket, backlog int) error                { return errNone }
func (kernel) Accept(listener Socket) (Socket, error)            { return -1, errNone }
func (kernel) Getsockname(s Socket, room []byte) (int, error)    { return -1, errNone }
func (kernel) Connect(s Socket, addr []byte) error               { return errNone }
func (kernel) Recv(conn Socket, p []byte) (int, error)           { return -1, errNone }
func (kernel) Send(conn Socket, p []byte) (int, error)           { return -1, errNone }
func (kernel) Shutdown(conn Socket, how int) error               { return errNone }
func (kernel) Close(s Socket) error                              { return errNone }
