package batcher

// A Batch is messages that are sent together, in memory of its own.
type Batch struct {
	maxMessages, maxBytes int
	// BEGIN SOLUTION: what is collected
	memory   []byte
	messages [][]byte // windows into memory
	// END SOLUTION
}

// NewBatch is an empty batch with room for so many messages, and for so many
// bytes in all of them. It allocates that room.
func NewBatch(maxMessages, maxBytes int) *Batch {
	b := &Batch{maxMessages: maxMessages, maxBytes: maxBytes}
	// BEGIN SOLUTION: make the room
	b.memory = make([]byte, 0, maxBytes)
	b.messages = make([][]byte, 0, maxMessages)
	// END SOLUTION
	return b
}

// Add copies a message into the batch, as its last, and reports whether it
// fits. If not, the batch stays as it is. An empty message is a message.
func (b *Batch) Add(message []byte) bool {
	// BEGIN SOLUTION: both bounds, and a copy
	if len(b.messages) == b.maxMessages || len(b.memory)+len(message) > b.maxBytes {
		return false
	}
	start := len(b.memory)
	b.memory = append(b.memory, message...)
	end := len(b.memory)
	b.messages = append(b.messages, b.memory[start:end:end])
	return true
	// END SOLUTION
}

// Full reports whether the batch has as many messages as it may have, or as
// many bytes.
func (b *Batch) Full() bool {
	// BEGIN SOLUTION: either bound
	return len(b.messages) == b.maxMessages || len(b.memory) == b.maxBytes
	// END SOLUTION
}

// Messages are those of the batch, in the order in which they were added. They
// are the batch's own memory, and valid until Reset.
func (b *Batch) Messages() [][]byte {
	// BEGIN SOLUTION: all of them
	return b.messages
	// END SOLUTION
}

// Reset makes the batch empty, and keeps its memory for the next messages.
func (b *Batch) Reset() {
	// BEGIN SOLUTION: shorten, do not release
	b.memory = b.memory[:0]
	b.messages = b.messages[:0]
	// END SOLUTION
}
