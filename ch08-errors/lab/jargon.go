package failure

// Jargon is words that the user of a program has never heard, or not in this
// sense. A Sentence has none of them, in small letters or large.
var Jargon = []string{
	"address", "broken pipe", "connection", "context", "deadline", "dial", "dns",
	"eof", "errno", "error", "exception", "host", "idempotent", "ip", "kernel",
	"nil", "packet", "peer", "port", "protocol", "refused", "reset", "retry",
	"server", "socket", "syscall", "tcp", "timed out", "timeout", "udp",
}
