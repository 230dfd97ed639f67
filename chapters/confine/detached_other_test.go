//go:build !unix && !windows

package confine_test

import "syscall"

func detached() *syscall.SysProcAttr { return nil }
