// Believes that a call costs nothing.
//
// Replaces: send.go
// Caught by: TestSendAllNothing
// Says: for nothing there is nothing

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	if len(batch) == 0 {
		_, _ = s.Send(batch[:0:0], func(error) {})
		return 1, nil
	}
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:], func(err error) { done(first, n, err) })
		if err != nil {
			refused = append(refused, Refusal{first, err})
			n = 1
		}
		next += n
	}
	return calls, refused
}
