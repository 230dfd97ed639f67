package batching

import "syscall"

// control calls f with the descriptor of conn, which stays conn's.
func control(conn syscall.Conn, f func(fd int) error) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	return onFD(raw, f)
}

// onFD does so with what a socket that is being made is known by.
func onFD(raw syscall.RawConn, f func(fd int) error) error {
	var failed error
	if err := raw.Control(func(fd uintptr) { failed = f(int(fd)) }); err != nil {
		return err
	}
	return failed
}
