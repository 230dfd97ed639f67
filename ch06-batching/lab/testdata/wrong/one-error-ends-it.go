// Believes that behind a message that cannot be sent none can.
//
// Replaces: send.go
// Caught by: TestSendAllRefused
// Says: those behind it are sent

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:], func(err error) { done(first, n, err) })
		if err != nil {
			refused = append(refused, Refusal{first, err})
			return calls + 1, refused
		}
		next += n
	}
	return calls, refused
}
