// Believes that a slice that is given is given away.
//
// Replaces: batch.go
// Caught by: TestBatchCopies
// Says: a batch copies the bytes

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
	if len(b.messages) == b.maxMessages || len(b.memory)+len(message) > b.maxBytes {
		return false
	}
	b.memory = append(b.memory, message...)
	b.messages = append(b.messages, message)
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
