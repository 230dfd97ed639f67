package reliable

import "encoding/binary"

// Encode makes m a datagram: the header, then the payload, which may be empty.
//
// Errors: ErrTooLong if the payload is longer than MaxPayload.
func Encode(m Message) ([]byte, error) {
	// BEGIN SOLUTION: write the header and the payload
	if len(m.Payload) > MaxPayload {
		return nil, ErrTooLong
	}
	datagram := []byte{Magic, byte(m.Kind)}
	datagram = binary.BigEndian.AppendUint16(datagram, uint16(len(m.Payload)))
	datagram = binary.BigEndian.AppendUint32(datagram, m.Number)
	return append(datagram, m.Payload...), nil
	// END SOLUTION
}

// Decode reads a datagram, whoever sent it. The payload is a copy: the next
// datagram may be read into the same memory.
//
// Errors: ErrForeign if the header is incomplete, if it has another magic or a
// kind that there is not, or if more bytes follow than it announces; ErrCut if
// fewer do.
func Decode(datagram []byte) (Message, error) {
	// BEGIN SOLUTION: check the header, and copy the payload
	if len(datagram) < headerSize || datagram[0] != Magic {
		return Message{}, ErrForeign
	}
	m := Message{Kind: Kind(datagram[1]), Number: binary.BigEndian.Uint32(datagram[4:])}
	if m.Kind != Question && m.Kind != Answer {
		return Message{}, ErrForeign
	}
	payload := datagram[headerSize:]
	switch length := int(binary.BigEndian.Uint16(datagram[2:])); {
	case len(payload) < length:
		return Message{}, ErrCut
	case len(payload) > length:
		return Message{}, ErrForeign
	}
	m.Payload = append([]byte{}, payload...)
	return m, nil
	// END SOLUTION
}
