// Believes that a rest is sent one message at a time.
//
// Replaces: send.go
// Caught by: TestSendAllOffersTheRest
// Says: offered all that is left

package batcher

func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	for next := 0; next < len(batch); calls++ {
		first, n := next, 0
		var err error
		n, err = s.Send(batch[first:min(len(batch), first+len(batch)*(1-min(1, calls))+1)], func(err error) { done(first, n, err) })
		if err != nil {
			refused = append(refused, Refusal{first, err})
			n = 1
		}
		next += n
	}
	return calls, refused
}
