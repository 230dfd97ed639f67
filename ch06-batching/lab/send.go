package batcher

// SendAll offers the messages of a batch to s, in their order, until each of
// them is taken or refused, and returns how many calls of Send that took, and
// the refusals.
//
// A Send that takes a part is followed by one with the rest; one that takes
// nothing has refused its first message, and is followed by one with those
// behind it. For no message at all there is no call.
//
// When s says that what it took is complete, SendAll has done called, with the
// index of the first of these messages, their number, and the error.
func SendAll(s Sender, batch [][]byte, done func(first, n int, err error)) (calls int, refused []Refusal) {
	// BEGIN SOLUTION: offer what is left, until nothing is
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
	// END SOLUTION
}
