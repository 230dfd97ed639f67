package confine

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A hold is a job object. A process that one of its processes starts is in it
// from the beginning, and as no limit of the job allows to break away, it stays.
type hold struct {
	job  windows.Handle // 0 when closed
	head windows.Handle // 0 until there is one
}

func newHold(cmd *exec.Cmd) (*hold, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, os.NewSyscallError("CreateJobObject", err)
	}
	// If we are ended ourselves the system closes the job, and the family ends.
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		_ = windows.CloseHandle(job) // the job is empty
		return nil, os.NewSyscallError("SetInformationJobObject", err)
	}
	var attr syscall.SysProcAttr
	if cmd.SysProcAttr != nil {
		attr = *cmd.SysProcAttr
	}
	attr.CreationFlags |= windows.CREATE_SUSPENDED // until it is in the job
	cmd.SysProcAttr = &attr
	return &hold{job: job}, nil
}

// adopt takes head into the job and lets it run.
func (h *hold) adopt(head *os.Process) error {
	const access = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE | windows.SYNCHRONIZE
	process, err := windows.OpenProcess(access, false, uint32(head.Pid))
	if err != nil {
		return os.NewSyscallError("OpenProcess", err)
	}
	h.head = process
	if err := windows.AssignProcessToJobObject(h.job, process); err != nil {
		return os.NewSyscallError("AssignProcessToJobObject", err)
	}
	if err := resume(uint32(head.Pid)); err != nil {
		return fmt.Errorf("letting process %d run: %w", head.Pid, err)
	}
	return nil
}

func (h *hold) end() int {
	if h.job == 0 {
		return 0
	}
	left := h.running()
	if h.head != 0 {
		if state, err := windows.WaitForSingleObject(h.head, 0); err == nil && state == uint32(windows.WAIT_TIMEOUT) {
			left = max(left-1, 0) // the head itself
		}
		_ = windows.CloseHandle(h.head) // ours alone
	}
	_ = windows.TerminateJobObject(h.job, 1) // what it misses, closing ends
	for deadline := time.Now().Add(patience); h.running() > 0 && time.Now().Before(deadline); {
		time.Sleep(pause) // its files cannot be removed while it runs
	}
	_ = windows.CloseHandle(h.job) // ours alone
	h.job = 0
	return left
}

// running is the number of processes in the job that have not ended.
func (h *hold) running() int {
	// JOBOBJECT_BASIC_ACCOUNTING_INFORMATION
	var info struct {
		totalUser, totalKernel, periodUser, periodKernel int64
		pageFaults, processes, active, terminated        uint32
	}
	err := windows.QueryInformationJobObject(h.job, windows.JobObjectBasicAccountingInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)), nil)
	if err != nil {
		return 0
	}
	return int(info.active)
}

func interrupt(head *os.Process) error { return head.Kill() }
