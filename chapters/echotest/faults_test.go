package echotest

// A fault is what a rigged server does wrong, in words.
type fault string

const (
	none fault = "nothing"

	dropsLastByte      fault = "drops the last byte of a read"
	waitsForMore       fault = "answers when 16 bytes have come"
	writesWholeBuffer  fault = "writes the buffer, not the part that was read"
	upperCases         fault = "answers in upper case"
	stopsAfter64KiB    fault = "stops reading after 64 KiB"
	ignoresShortWrites fault = "does not look how much a write took"
	keepsConnOpen      fault = "does not close when the client has"
	abortsOnHalfClose  fault = "takes a half-close for a hang-up"
	forgetsLastPart    fault = "forgets to flush at the end of its input"
	buffersWithoutEnd  fault = "reads on when it cannot write"

	servesOneAtATime fault = "serves one client at a time"
	sharesBuffer     fault = "uses one buffer for all connections"
	ignoresMaxConns  fault = "ignores MaxConns"
	neverTimesOut    fault = "never times out"
	timesOutEarly    fault = "times out in half the time"
	setsDeadlineOnce fault = "sets a deadline once and never again"
	waitsForReaders  fault = "has no deadline for writing"

	losesPlaceOfNobody fault = "keeps the place of a client that sent nothing"
	losesPlaceOnError  fault = "keeps the place of a client that broke off"
	diesWithConn       fault = "ends when a connection fails"
	diesOnEMFILE       fault = "ends when accept fails"
	spinsOnEMFILE      fault = "tries accept again at once"
	sleepsThroughClose fault = "cannot be closed while it waits to accept again"

	bindsInServe        fault = "binds in Serve"
	takesAnotherAddress fault = "takes another address when its own is in use"
	closesListenerOnly  fault = "closes its listener only"
	hangsOnSecondClose  fault = "hangs when closed twice"
	hangsAfterClose     fault = "serves nobody, for ever, after Close"
	ignoresEndedContext fault = "does not look at ctx"
	keepsAddress        fault = "leaves the listener open"
	cutsOnCancel        fault = "cuts connections off when ctx ends"
	drainsForEver       fault = "ignores DrainTimeout"
	returnsBeforeConns  fault = "returns before its connections have ended"

	leaksGoroutine  fault = "leaks a goroutine a connection"
	leaksDescriptor fault = "leaks a descriptor a connection"
)

// proofs says which property catches which fault, and part of what it says.
var proofs = []struct {
	fault    fault
	property string
	says     string
}{
	{dropsLastByte, "OneByteWrites", "byte 0, sent alone, must come back before the next is sent"},
	{waitsForMore, "OneByteWrites", "byte 0, sent alone, must come back before the next is sent"},
	{writesWholeBuffer, "OneByteWrites", "it came back as 0x00"},
	{upperCases, "Megabyte", "it came back as"},
	{stopsAfter64KiB, "Megabyte", "of 1048576 bytes came back"},
	{dropsLastByte, "RandomCuts", "cuts made with rand.NewPCG("},
	{keepsConnOpen, "EmptyConnection", "must get the end of the stream"},
	{forgetsLastPart, "HalfClose", "what was sent before the half-close must come back"},
	{abortsOnHalfClose, "HalfClose", "the stream must end with EOF, not: "},
	{ignoresShortWrites, "SlowReader", "a slow reader must get every byte"},
	{buffersWithoutEnd, "BackPressure", "while it cannot write it must not read"},

	{servesOneAtATime, "ManyClients", "connected at once"},
	{sharesBuffer, "ManyClients", "it came back as"},
	{ignoresMaxConns, "MaxConns", "a third client must wait"},
	{neverTimesOut, "IdleDropped", "must be dropped after 250ms"},
	{timesOutEarly, "IdleDropped", "must be left alone until IdleTimeout"},
	{setsDeadlineOnce, "BusyKept", "starts anew with each message"},
	{waitsForReaders, "NeverReadsDropped", "must be dropped after IdleTimeout"},

	{losesPlaceOfNobody, "ConnectAndVanish", "clients that connect and vanish"},
	{losesPlaceOnError, "KilledMidMessage", "clients killed in the middle of a message"},
	{diesWithConn, "Reset", "reset by the client"},
	{diesOnEMFILE, "DescriptorsExhausted", "must wait in the accept queue"},
	{spinsOnEMFILE, "DescriptorsExhausted", "a server that tries accept again at once spins"},
	{sleepsThroughClose, "CloseWhileExhausted", "Close must return, though accept fails"},

	{bindsInServe, "QueuedBeforeServe", "may connect as soon as Listen has returned"},
	{takesAnotherAddress, "AddressInUse", "must fail: the address is in use"},
	{closesListenerOnly, "CloseUnblocks", "Close must not wait for clients"},
	{hangsOnSecondClose, "CloseManyTimes", "every call of Close must return"},
	{hangsAfterClose, "CloseBeforeServe", "Serve must return after Close was called first"},
	{ignoresEndedContext, "ServeEndedContext", "Serve must return: its ctx has ended"},
	{keepsAddress, "ServeEndedContext", "its address must be free"},
	{cutsOnCancel, "CancelDrains", "though ctx has ended"},
	{drainsForEver, "CancelIsBounded", "Serve must return after DrainTimeout"},
	{returnsBeforeConns, "ServeOutlivesConns", "nobody may echo any more"},
	{keepsAddress, "AddressFreed", "nobody must be able to connect"},

	{leaksGoroutine, "NoGoroutineLeft", "goroutines left by clients that have gone"},
	{leaksDescriptor, "NoDescriptorLeft", "after 20 clients have come and gone"},
}
