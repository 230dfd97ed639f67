// Believes that a call that succeeds has taken everything.
//
// Replaces: send.go
// Caught by: TestSendAllPartial, TestFlush
// Says: may take a part

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
		next = len(batch)
	}
	return calls, refused
}
