// Believes that a message is sent when Send returns.
//
// Replaces: send.go
// Caught by: TestSendAllCompletes, TestResults
// Says: the messages are the kernel

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:], func(error) {})
		if err == nil {
			done(first, n, nil)
		}
		if err != nil {
			refused = append(refused, Refusal{first, err})
			n = 1
		}
		next += n
	}
	return calls, refused
}
