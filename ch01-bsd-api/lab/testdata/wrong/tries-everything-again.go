// Believes that what failed once may work the next time.
//
// Replaces: calls.go
// Caught by: TestCallsKeepTheError
// Says: its caller heard nothing of it

package byhand

func SendAll(sys System, conn Socket, p []byte) error {
	for rest := p; len(rest) > 0; {
		n, err := sys.Send(conn, rest)
		if err != nil {
			continue
		}
		rest = rest[n:]
	}
	return nil
}

func Receive(sys System, conn Socket, p []byte) (int, error) {
	for {
		n, err := sys.Recv(conn, p)
		if err != nil {
			continue
		}
		return n, nil
	}
}
