// Believes that only the number of messages has a bound.
//
// Replaces: batch.go
// Caught by: TestBatchAdd
// Says: so many bytes as a batch may have fit

package batcher

type Batch struct {
	maxMessages, maxBytes int
	memory                []byte
	messages              [][]byte // windows into memory
}

func NewBatch(maxMessages, maxBytes int) *Batch {
	b := &Batch{maxMessages: maxMessages, maxBytes: maxBytes}
	b.memory = make([]byte, 0, maxBytes)
	b.messages = make([][]byte, 0, maxMessages)
	return b
}

func (b *Batch) Add(message []byte) bool {
	if len(b.messages) == b.maxMessages {
		return false
	}
	start := len(b.memory)
	b.memory = append(b.memory, message...)
	end := len(b.memory)
	b.messages = append(b.messages, b.memory[start:end:end])
	return true
}

func (b *Batch) Full() bool {
	return len(b.messages) == b.maxMessages || len(b.memory) == b.maxBytes
}

func (b *Batch) Messages() [][]byte {
	return b.messages
}

func (b *Batch) Reset() {
	b.memory = b.memory[:0]
	b.messages = b.messages[:0]
}
