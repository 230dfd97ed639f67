//go:build !linux

package sockerrors

// systemWaits needs a peer that does not answer. Only Linux, with
// TCP_USER_TIMEOUT, gives one up before minutes have passed.
func systemWaits() []waiting { return nil }
