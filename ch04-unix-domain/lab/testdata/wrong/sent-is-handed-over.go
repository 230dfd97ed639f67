// Believes that a request that was sent was granted.
//
// Replaces: client.go
// Caught by: TestDeposit, TestDepositUnheard
// Says: the broker has not taken it

package broker

func Deposit(c Conn, closeFD Close, name string, fd int) error {
	got, err := ask(c, closeFD, OpKeep, name, fd)
	discard(got, closeFD)
	if err == ErrName {
		return err
	}
	_ = closeFD(fd)
	return err
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
}
