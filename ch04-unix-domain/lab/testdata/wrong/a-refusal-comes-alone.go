// Believes that nothing comes with a refusal.
//
// Replaces: client.go
// Caught by: TestFetch
// Says: with an error there is no descriptor

package broker

func Deposit(c Conn, closeFD Close, name string, fd int) error {
	got, err := ask(c, closeFD, OpKeep, name, fd)
	discard(got, closeFD) // nobody asked for one
	if err != nil {
		return err
	}
	return closeFD(fd)
}

func Fetch(c Conn, closeFD Close, name string) (fd int, err error) {
	fd, err = ask(c, closeFD, OpFetch, name, None)
	if err == nil && fd == None {
		err = ErrBad
	}
	return fd, err
}

func ask(c Conn, closeFD Close, op byte, name string, fd int) (got int, err error) {
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
	switch {
	case err != nil:
		return None, err
	case string(answer) == string(rune(Taken)) && op == OpKeep:
		return None, ErrTaken
	case string(answer) == string(rune(Unknown)) && op == OpFetch:
		return None, ErrUnknown
	}
	return None, ErrBad
}
