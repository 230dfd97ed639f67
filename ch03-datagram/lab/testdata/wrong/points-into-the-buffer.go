// Believes that a slice is a copy.
//
// Replaces: message.go
// Caught by: TestDecodeKeepsNothing
// Says: a payload that points into it changes

package reliable

import "encoding/binary"

func Encode(m Message) ([]byte, error) {
	if len(m.Payload) > MaxPayload {
		return nil, ErrTooLong
	}
	datagram := []byte{Magic, byte(m.Kind)}
	datagram = binary.BigEndian.AppendUint16(datagram, uint16(len(m.Payload)))
	datagram = binary.BigEndian.AppendUint32(datagram, m.Number)
	return append(datagram, m.Payload...), nil
}

func Decode(datagram []byte) (Message, error) {
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
	m.Payload = payload
	return m, nil
}
