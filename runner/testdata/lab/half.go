package double

// A Halver remembers how often it was asked.
type Halver struct{ asked int }

// Half returns half of n, rounded towards zero.
func (h *Halver) Half(n int) int {
	// BEGIN SOLUTION: count, then divide
	h.asked++
	return n / 2
	// END SOLUTION
}

// Asked returns how often Half was called.
func (h *Halver) Asked() int { return h.asked }
