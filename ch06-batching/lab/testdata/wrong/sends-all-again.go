// Believes that what was not taken whole is offered again from the
// beginning.
//
// Replaces: send.go
// Caught by: TestSendAllPartial
// Says: no message twice

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:], func(err error) { done(first, n, err) })
		if err != nil {
			refused = append(refused, Refusal{first, err})
			n = 1
		}
		if n == len(batch)-first || err != nil || calls > 9 {
			next += n
		}
	}
	return calls, refused
}
