package echotest

import (
	"cmp"
	"context"
	"net"
	"testing"
	"time"
)

// A DatagramSubject is a datagram server and its client, as the contract needs
// to see them. [Datagram] is the contract.
type DatagramSubject struct {
	Listen func(ctx context.Context, addr string) (Server, error)
	Dial   func(ctx context.Context, addr string) (DatagramClient, error)

	// Without and Patience are as in [Subject].
	Without  map[string]string
	Patience time.Duration
}

// A DatagramClient sends a message in one datagram and returns the datagram
// that the server sent back for it.
type DatagramClient interface {
	Echo(ctx context.Context, msg []byte) ([]byte, error)
	LocalAddr() net.Addr
	Close() error
}

// datagramProperties is the contract. A name says what holds.
var datagramProperties = []struct {
	name  string
	check func(T, DatagramSubject)
}{
	// The datagrams.
	{"Boundaries", boundaries},
	{"EmptyDatagram", emptyDatagram},
	{"EverySize", everySize},
	{"LargestDatagram", largestDatagram},
	{"AnswersOnce", answersOnce},

	// Many clients, those that misbehave, and the address that they ask.
	{"ThousandClients", thousandClients},
	{"ClientsGone", clientsGone},
	{"FromTheAddressAsked", fromTheAddressAsked},
	{"NoLoop", noLoop},

	// The client.
	{"ClientExact", clientExact},
	{"UninvitedIgnored", uninvitedIgnored},
	{"LateAnswerIgnored", lateAnswerIgnored},
	{"CutAnswerIgnored", cutAnswerIgnored},
	{"LongAnswerIgnored", longAnswerIgnored},
	{"ClientCancelled", clientCancelled},
	{"RefusalTold", refusalTold},

	// From Listen to the end: some of what a stream server owes as well.
	{"QueuedBeforeServe", ofStreams(queuedBeforeServe)},
	{"AddressInUse", ofStreams(addressInUse)},
	{"CloseManyTimes", ofStreams(closeManyTimes)},
	{"CloseBeforeServe", ofStreams(closeBeforeServe)},
	{"ServeEndedContext", ofStreams(serveEndedContext)},
	{"CloseEndsServe", closeEndsServe},
	{"CancelEndsServe", cancelEndsServe},
	{"NothingLeft", nothingLeft},
}

// Datagram runs the whole contract against subject, a subtest a property. As
// with [Stream], no other test may run in parallel with it.
func Datagram(t *testing.T, subject DatagramSubject) {
	for name := range subject.Without {
		if datagramProperty(name) == nil {
			t.Errorf("DatagramSubject.Without names %q, which is no property", name)
		}
	}
	for _, p := range datagramProperties {
		t.Run(p.name, func(t *testing.T) {
			if reason, ok := subject.Without[p.name]; ok {
				t.Skip(reason)
			}
			p.check(t, subject)
		})
	}
}

// datagramProperty returns the named property's function, or nil.
func datagramProperty(name string) func(T, DatagramSubject) {
	for _, p := range datagramProperties {
		if p.name == name {
			return p.check
		}
	}
	return nil
}

func (s DatagramSubject) patience() time.Duration { return cmp.Or(s.Patience, 5*time.Second) }
