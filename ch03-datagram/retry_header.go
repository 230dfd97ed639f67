package datagram

import "encoding/binary"

// A message of the retry protocol is a datagram that begins with eight bytes,
// both numbers big-endian:
//
//	0               4               8
//	+---------------+---------------+---------
//	| sequence      | bytes of data | data …
//	+---------------+---------------+---------
//
// UDP says how long a datagram is. The second number is there for networks
// that cut one short: what is shorter than it says counts as lost.
const retryHeaderLen = 8

// appendMessage appends a message to b and returns it.
func appendMessage(b []byte, sequence uint32, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, sequence)
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	return append(b, data...)
}

// parseMessage takes a datagram apart; data is a part of p. It reports false
// for one that is not a whole message.
func parseMessage(p []byte) (sequence uint32, data []byte, ok bool) {
	if len(p) < retryHeaderLen {
		return 0, nil, false
	}
	data = p[retryHeaderLen:]
	if uint64(binary.BigEndian.Uint32(p[4:])) != uint64(len(data)) {
		return 0, nil, false
	}
	return binary.BigEndian.Uint32(p), data, true
}
