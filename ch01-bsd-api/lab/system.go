package byhand

// A Socket is what a process holds of a socket: a descriptor, or a SOCKET of
// Windows. It is open until it is closed, and nobody else closes it.
type Socket int

// A System is a kernel, by its calls. A method makes one call and returns what
// that returns: a number, which is -1 when there is an error. The error is an
// *os.SyscallError with the errno inside, which errors.Is finds. Kernel is
// this machine's.
//
// Interrupted is the error of a call that had to wait when a signal came. It
// has done nothing, and is made again (signal(7)); only a connect goes on by
// itself, and must not be (connect(2), EINTR).
type System interface {
	// Socket makes a socket without an address. type and protocol are as in
	// socket(2): syscall.SOCK_STREAM, and 0 for the usual one, here TCP.
	Socket(family, kind, protocol int) (Socket, error)

	// Bind gives s an address of its own. Port 0 asks for any that is free.
	Bind(s Socket, addr []byte) error

	// Listen lets peers connect, and lets up to backlog of them wait for
	// Accept. The kernel has a bound of its own, which syscall.SOMAXCONN asks
	// for, as far as the headers know it (listen(2)).
	Listen(s Socket, backlog int) error

	// Accept waits for a connection and takes it, as a socket of its own. It
	// does not ask for the peer's address. Aborted is the error of one whose
	// peer gave up while it waited: there is nothing to take (accept(2)).
	Accept(listener Socket) (conn Socket, err error)

	// Getsockname writes the address of s into room and says how long it is,
	// which may be longer than room.
	Getsockname(s Socket, room []byte) (size int, err error)

	// Connect makes a connection to addr, and waits for it.
	Connect(s Socket, addr []byte) error

	// Recv waits for bytes and takes what has come, at most len(p). It is 0
	// when the peer has ended its direction.
	Recv(conn Socket, p []byte) (n int, err error)

	// Send hands over the first n bytes of p, which need not be all.
	Send(conn Socket, p []byte) (n int, err error)

	// Shutdown with syscall.SHUT_WR ends this side's direction: the peer gets
	// what was sent, and then the end.
	Shutdown(conn Socket, how int) error

	// Close gives s back. Whatever it returns, s is gone (close(2)).
	Close(s Socket) error
}
