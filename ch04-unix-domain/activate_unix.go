//go:build unix

package unixdomain

import (
	"errors"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// Activated are the open files that this process was started with, by systemd
// or by [Activate], in their order. They are the caller's to close. There are
// none if the process was not activated, and none at a second call: the
// variables are unset, and FD_CLOEXEC is set, so that no program started from
// here takes the files for its own.
//
// Errors: [ErrListenFDs]; or EBADF for a descriptor that was promised and is
// not there.
func Activated() ([]Named, error) {
	defer forgetListenFDs()
	names, err := listenedFor(os.Getpid(), os.Getenv)
	if err != nil {
		return nil, err
	}
	for i := range names {
		if _, err := unix.FcntlInt(uintptr(firstListenFD+i), unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
			return nil, os.NewSyscallError("fcntl", err)
		}
	}
	files := make([]Named, len(names))
	for i, name := range names {
		files[i] = Named{name, os.NewFile(uintptr(firstListenFD+i), name)}
	}
	return files, nil
}

// Activate makes cmd, which has not been started, a command that is started
// with those files as Activated finds them. They are still the caller's.
//
// LISTEN_PID is the number of a process that does not exist before fork(2),
// and no code of ours runs between fork and exec. So what is started is a
// shell, which notes its own number and then becomes the program: exec keeps
// the number.
//
// Errors: [ErrName]; or that cmd has ExtraFiles already, which would be 3 too.
func Activate(cmd *exec.Cmd, files ...Named) error {
	if len(cmd.ExtraFiles) > 0 {
		return errors.New("activate: the command has files of its own")
	}
	vars, err := listenEnv(files)
	if err != nil {
		return err
	}
	if cmd.Err != nil {
		return cmd.Err // the program was not found
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		return err
	}
	for _, f := range files {
		cmd.ExtraFiles = append(cmd.ExtraFiles, f.File)
	}
	cmd.Env = append(cmd.Environ(), vars...)
	words := []string{"sh", "-c", `export LISTEN_PID=$$; exec "$@"`, "sh", cmd.Path}
	cmd.Args = append(words, cmd.Args[1:]...)
	cmd.Path = shell
	return nil
}
