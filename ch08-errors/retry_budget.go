package sockerrors

import "sync"

// A RetryBudget bounds the repetitions of all calls that share it to a share
// of the calls. Without one a server that fails every call gets several times
// the load that it failed under, and so does not recover. Several goroutines
// may use it at once.
type RetryBudget struct {
	share float64
	max   float64

	mu     sync.Mutex
	tokens float64
}

// NewRetryBudget allows share repetitions a call, 0.1 for one in ten calls,
// and saves up to max of them for a bad moment. It begins with max.
func NewRetryBudget(share float64, max int) *RetryBudget {
	return &RetryBudget{share: share, max: float64(max), tokens: float64(max)}
}

// deposit is for a call's first attempt.
func (b *RetryBudget) deposit() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens = min(b.max, b.tokens+b.share)
}

// withdraw is for each further attempt; false forbids it.
func (b *RetryBudget) withdraw() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	// Ten tenths are less than 1 as floating-point numbers.
	const rounding = 1e-9
	if b.tokens+rounding < 1 {
		return false
	}
	b.tokens--
	return true
}
