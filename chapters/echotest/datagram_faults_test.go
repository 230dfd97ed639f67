package echotest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	readsAnEthernetFrame fault = "has a buffer for 1,472 bytes"
	stopsAtNothing       fault = "takes an empty datagram for the end"
	joinsSmallOnes       fault = "joins small datagrams"
	answersTwice         fault = "answers everything twice"
	servesTheFirst       fault = "serves the first 500 only"
	stopsAtErrors        fault = "ends when a client has gone"
	answersEverybody     fault = "answers its own port"
	answersFromOne       fault = "answers from the address of the route"
	forgetsEarlyOnes     fault = "throws away what came before Serve"
	ignoresClose         fault = "does not end on Close"
	reportsCancel        fault = "reports ctx's end as an error"

	isNotConnected     fault = "is a client that hears everybody"
	takesWhatComes     fault = "is a client that takes the next datagram"
	takesPrefixes      fault = "is a client that compares what is there"
	cutsAnswers        fault = "is a client that cuts a long answer to fit"
	ignoresCancel      fault = "is a client that does not look at ctx"
	staysCancelled     fault = "is a client that one ctx ends for ever"
	waitsThroughErrors fault = "is a client that waits on after an error"
)

// datagramProofs is to the datagram contract what proofs is to the stream's.
var datagramProofs = []struct {
	fault    fault
	property string
	says     string
}{
	{joinsSmallOnes, "Boundaries", "answer 1 of 6 to datagrams sent in one go"},
	{stopsAtNothing, "EmptyDatagram", "an empty datagram is no end"},
	{dropsLastByte, "EverySize", "a datagram of 2 bytes came back as one of 1"},
	{upperCases, "EverySize", "came back with other bytes"},
	{readsAnEthernetFrame, "LargestDatagram", "a datagram of 65507 bytes came back as one of 1472"},
	{answersTwice, "AnswersOnce", "after the one answer to one datagram: a datagram of 100 bytes came"},
	{servesTheFirst, "ThousandClients", "of 1000 that ask at once"},
	{stopsAtErrors, "ClientsGone", "after clients that did not wait for their answer"},
	{answersFromOne, "FromTheAddressAsked", "asked on 127.0.0.2, the server must answer from there"},
	{answersEverybody, "NoLoop", "which would answer in turn"},
	{takesPrefixes, "CutAnswerIgnored", "19 of 20 bytes are no echo"},
	{readsAnEthernetFrame, "ClientExact", "a message of 9000 bytes"},
	{isNotConnected, "UninvitedIgnored", "a stranger had sent them"},
	{takesWhatComes, "LateAnswerIgnored", "a datagram of 30 bytes came back as one of 20"},
	{cutsAnswers, "LongAnswerIgnored", "40 bytes are no echo of 20"},
	{ignoresCancel, "ClientCancelled", "Echo must return"},
	{staysCancelled, "ClientCancelled", "after a message without an answer the client must go on"},
	{waitsThroughErrors, "RefusalTold", "a closed port is told at once"},

	{forgetsEarlyOnes, "QueuedBeforeServe", "must be served once Serve runs"},
	{takesAnotherAddress, "AddressInUse", "must fail: the address is in use"},
	{hangsOnSecondClose, "CloseManyTimes", "every call of Close must return"},
	{hangsAfterClose, "CloseBeforeServe", "Serve must return after Close was called first"},
	{ignoresEndedContext, "ServeEndedContext", "Serve must return: its ctx has ended"},
	{ignoresClose, "CloseEndsServe", "Serve must return after Close"},
	{reportsCancel, "CancelEndsServe", "a ctx that ended is how Serve is meant to end"},
	{keepsAddress, "CancelEndsServe", "its address must be free"},
	{leaksGoroutine, "NothingLeft", "goroutines left by 20 clients"},
	{leaksDescriptor, "NothingLeft", "open descriptors, after 20 clients"},
}

// riggedDatagrams makes servers and clients with a fault.
func riggedDatagrams(t *testing.T, f fault) DatagramSubject {
	return DatagramSubject{
		Listen: func(_ context.Context, addr string) (Server, error) {
			s, err := rigUDP(addr, f)
			if err != nil {
				return nil, err
			}
			t.Cleanup(s.free)
			return s, nil
		},
		Dial: func(_ context.Context, addr string) (DatagramClient, error) { return rigClient(addr, f) },
	}
}

// A datagram server and a client with nothing wrong pass.
func TestSoundDatagramsPass(t *testing.T) { Datagram(t, riggedDatagrams(t, none)) }

// Each fault is caught by the property meant for it, in words that say what is
// wrong.
func TestDatagramFaultsAreCaught(t *testing.T) {
	for _, p := range datagramProofs {
		t.Run(p.property+"/"+string(p.fault), func(t *testing.T) {
			check := datagramProperty(p.property)
			require.NotNil(t, check, "no property %s", p.property)
			s := riggedDatagrams(t, p.fault)
			s.Patience = 400 * time.Millisecond
			outcome := record(check, s)
			if outcome.skipped != "" {
				t.Skip(outcome.skipped)
			}
			require.NotEmpty(t, outcome.failures, "a pair that %s passes %s", p.fault, p.property)
			assert.Contains(t, outcome.String(), p.says)
		})
	}
}

// A property that no fault fails may be unable to fail.
func TestEveryDatagramPropertyHasAFault(t *testing.T) {
	proven := make(map[string]bool)
	for _, p := range datagramProofs {
		proven[p.property] = true
	}
	for _, p := range datagramProperties {
		assert.True(t, proven[p.name], "no fault proves that %s can fail", p.name)
	}
}
