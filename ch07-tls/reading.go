package securestream

import "fmt"

// A reading turns one connection's records into messages. What TLS 1.3 has
// encrypted it opens by the key log; of TLS 1.2 it opens nothing, for there
// only the very end of a handshake is hidden.
type reading struct {
	keys  *keyLog
	suite *cipherSuite // nil: TLS 1.2, or the ServerHello is still to come
	sides [2]spoken
	said  []message
}

// spoken is how far one direction has come.
type spoken struct {
	part   []byte  // of a handshake message that is longer than its record
	opener *opener // TLS 1.3: of what comes next
	frame  string  // what that is drawn in
	hidden bool    // TLS 1.2: behind ChangeCipherSpec
}

// Encrypted by the handshake's keys, and by those of the connection, which are
// made when the handshake is done (RFC 8446 section 2).
const (
	inClear    = "%s"
	inBraces   = "{%s}"
	inBrackets = "[%s]"
)

// read says what the records hold. keys has what one of the two parties, or
// both, have logged.
func read(records []record, keys *keyLog) ([]message, error) {
	r := &reading{keys: keys}
	for _, rec := range records {
		if err := r.record(rec); err != nil {
			return r.said, fmt.Errorf("%v: %w", rec.direction, err)
		}
	}
	return r.said, nil
}

func (r *reading) record(rec record) error {
	s := &r.sides[rec.direction]
	switch {
	case rec.kind == changeCipherSpec:
		// TLS 1.3 sends it too, for the sake of middleboxes, and means
		// nothing.
		s.hidden = r.suite == nil
		r.say(rec.direction, rec.kind, inClear, "ChangeCipherSpec", len(rec.body))
	case s.hidden && rec.kind == handshake:
		r.say(rec.direction, rec.kind, inBrackets, "Finished", len(rec.body))
	case s.hidden && rec.kind == alert:
		r.say(rec.direction, rec.kind, inBrackets, "Alert", len(rec.body))
	case s.hidden:
		r.say(rec.direction, rec.kind, inBrackets, "application data", len(rec.body))
	case s.opener != nil && rec.kind == applicationData:
		kind, content, err := s.opener.open(rec)
		if err != nil {
			return err
		}
		return r.content(rec.direction, kind, s.frame, content)
	default:
		return r.content(rec.direction, rec.kind, inClear, rec.body)
	}
	return nil
}

// content is what a record holds once it is in the clear.
func (r *reading) content(d direction, kind contentType, frame string, b []byte) error {
	switch kind {
	case handshake:
		return r.handshake(d, frame, b)
	case alert:
		r.say(d, kind, frame, alertName(b), len(b))
	case notTLS:
		r.say(d, kind, frame, fmt.Sprintf("not TLS: %.26q", b), len(b))
	default:
		r.say(d, kind, frame, "application data", len(b))
	}
	return nil
}

// handshake cuts messages out of records; one may hold several, or a part.
func (r *reading) handshake(d direction, frame string, b []byte) error {
	s := &r.sides[d]
	s.part = append(s.part, b...)
	for {
		var whole []byte
		if whole, s.part = cutMessage(s.part); whole == nil {
			return nil
		}
		r.say(d, handshake, frame, messageName(whole), len(whole))
		if err := r.turn(d, whole); err != nil {
			return err
		}
	}
}

func (r *reading) say(d direction, kind contentType, frame, name string, size int) {
	r.said = append(r.said, message{d, kind, fmt.Sprintf(frame, name), size})
}

// turn changes keys where TLS 1.3 does: for both directions behind the
// ServerHello, for each behind its own Finished (RFC 8446 section 7.1).
func (r *reading) turn(d direction, whole []byte) (err error) {
	switch {
	case whole[0] == serverHello && chosenSuite(whole)>>8 == 0x13:
		suite, ok := suites[chosenSuite(whole)]
		if !ok {
			return errSuite
		}
		r.suite = &suite
		if err = r.rekey(up, inBraces, "CLIENT_HANDSHAKE_TRAFFIC_SECRET"); err == nil {
			err = r.rekey(down, inBraces, "SERVER_HANDSHAKE_TRAFFIC_SECRET")
		}
	case whole[0] == finished && r.suite != nil && d == up:
		err = r.rekey(up, inBrackets, "CLIENT_TRAFFIC_SECRET_0")
	case whole[0] == finished && r.suite != nil:
		err = r.rekey(down, inBrackets, "SERVER_TRAFFIC_SECRET_0")
	}
	return err
}

func (r *reading) rekey(d direction, frame, label string) error {
	secret := r.keys.secret(label)
	if secret == nil {
		return fmt.Errorf("the key log has no %s", label)
	}
	opener, err := r.suite.opener(secret)
	r.sides[d].opener, r.sides[d].frame = opener, frame
	return err
}
