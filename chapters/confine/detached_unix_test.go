//go:build unix

package confine_test

import "syscall"

// detached is a process in a session of its own (setsid(2)).
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
