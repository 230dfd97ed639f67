package echotest

// properties is the contract. A name says what holds.
var properties = []struct {
	name  string
	check func(T, Subject)
}{
	// The bytes.
	{"OneByteWrites", oneByteWrites},
	{"Megabyte", megabyte},
	{"RandomCuts", randomCuts},
	{"EmptyConnection", emptyConnection},
	{"HalfClose", halfClose},
	{"SlowReader", slowReader},
	{"BackPressure", backPressure},

	// Many clients, and their limits.
	{"ManyClients", manyClients},
	{"MaxConns", maxConns},
	{"IdleDropped", idleDropped},
	{"BusyKept", busyKept},
	{"NeverReadsDropped", neverReadsDropped},

	// Clients and networks that misbehave.
	{"ConnectAndVanish", connectAndVanish},
	{"KilledMidMessage", killedMidMessage},
	{"Reset", reset},
	{"DescriptorsExhausted", descriptorsExhausted},
	{"CloseWhileExhausted", closeWhileExhausted},

	// From Listen to the end.
	{"QueuedBeforeServe", queuedBeforeServe},
	{"AddressInUse", addressInUse},
	{"CloseUnblocks", closeUnblocks},
	{"CloseManyTimes", closeManyTimes},
	{"CloseBeforeServe", closeBeforeServe},
	{"ServeEndedContext", serveEndedContext},
	{"CancelDrains", cancelDrains},
	{"CancelIsBounded", cancelIsBounded},
	{"ServeOutlivesConns", serveOutlivesConns},
	{"AddressFreed", addressFreed},

	// What is left behind.
	{"NoGoroutineLeft", noGoroutineLeft},
	{"NoDescriptorLeft", noDescriptorLeft},
}
