package confine_test

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detached is a process in a group and without the console of its parent.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.DETACHED_PROCESS}
}
