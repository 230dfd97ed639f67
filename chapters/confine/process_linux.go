package confine

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
)

// A process is what proc_pid_stat(5) tells of one.
type process struct {
	pid, group int
	ended      bool   // a zombie: nothing of it runs
	born       uint64 // clock ticks after boot
	memory     uint64 // bytes; a kernel thread has none, nor has a process on its way out
}

// processes lists the processes. It is empty, and a family no more than its
// group, where /proc is missing or shows another PID namespace, in which the
// numbers mean other processes (pid_namespaces(7)).
func processes() (pids []int) {
	if self, err := os.Readlink("/proc/self"); err != nil || self != strconv.Itoa(os.Getpid()) {
		return nil
	}
	entries, _ := os.ReadDir("/proc") // what it could read
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// readProcess reads /proc/PID/stat. It fails if the process is gone.
func readProcess(pid int) (*process, bool) {
	stat, err := os.ReadFile(dir(pid) + "/stat")
	if err != nil {
		return nil, false
	}
	// The second field is the program's name in parentheses, which may hold
	// spaces and parentheses. So we count from the third.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 21 {
		return nil, false
	}
	group, err1 := strconv.Atoi(fields[2])
	born, err2 := strconv.ParseUint(fields[19], 10, 64)
	memory, err3 := strconv.ParseUint(fields[20], 10, 64)
	p := &process{pid, group, fields[0] == "Z" || fields[0] == "X", born, memory}
	return p, errors.Join(err1, err2, err3) == nil
}

// carries looks for mark in the environment that the process was started with.
func (p *process) carries(mark string) kinship {
	env, err := os.ReadFile(dir(p.pid) + "/environ")
	switch {
	case err != nil:
		return stranger // gone, or another user's
	case slices.Contains(strings.Split(string(env), "\x00"), mark):
		return member
	case len(env) == 0 && p.memory > 0:
		// In the midst of execve(2) the old memory is gone and the new has no
		// environment yet.
		return unsure
	}
	return stranger
}

func dir(pid int) string { return "/proc/" + strconv.Itoa(pid) }
