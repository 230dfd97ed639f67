package broker

// Deposit hands a descriptor to the broker at the other end. When the broker has
// it, Deposit closes the caller's; with an error the caller still has it.
//
// Errors: ErrName, and then nothing is sent; ErrTaken; ErrBad if the broker
// answers anything else; or the connection's own.
func Deposit(c Conn, closeFD Close, name string, fd int) error {
	// BEGIN SOLUTION: ask, hear, and only then close
	got, err := ask(c, closeFD, OpKeep, name, fd)
	discard(got, closeFD) // nobody asked for one
	if err != nil {
		return err
	}
	return closeFD(fd)
	// END SOLUTION
}

// Fetch gets a descriptor from the broker. It is the caller's.
//
// Errors: ErrName, and then nothing is sent; ErrUnknown; ErrBad if the broker
// answers anything else, or sends none; or the connection's own.
func Fetch(c Conn, closeFD Close, name string) (fd int, err error) {
	// BEGIN SOLUTION: ask, and take what comes
	fd, err = ask(c, closeFD, OpFetch, name, None)
	if err == nil && fd == None {
		err = ErrBad
	}
	return fd, err
	// END SOLUTION
}

// ask makes one request and hears the answer. With an error there is no
// descriptor.
func ask(c Conn, closeFD Close, op byte, name string, fd int) (got int, err error) {
	// BEGIN SOLUTION: one message there, one back
	if err := CheckName(name); err != nil {
		return None, err
	}
	if err := c.Send(append([]byte{op}, name...), fd); err != nil {
		return None, err
	}
	answer, got, err := Receive(c, closeFD)
	if err == nil && string(answer) == string(rune(Done)) {
		return got, nil
	}
	discard(got, closeFD)
	switch {
	case err != nil:
		return None, err
	case string(answer) == string(rune(Taken)) && op == OpKeep:
		return None, ErrTaken
	case string(answer) == string(rune(Unknown)) && op == OpFetch:
		return None, ErrUnknown
	}
	return None, ErrBad
	// END SOLUTION
}
