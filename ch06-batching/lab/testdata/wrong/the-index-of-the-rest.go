// Believes that the index is that in what was offered last.
//
// Replaces: send.go
// Caught by: TestSendAllRefused
// Says: the index in the batch

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:], func(err error) { done(first, n, err) })
		if err != nil {
			refused = append(refused, Refusal{first - next, err})
			n = 1
		}
		next += n
	}
	return calls, refused
}
