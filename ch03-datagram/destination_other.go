//go:build !linux

package datagram

import "net"

// controlSize is that of no control message.
const controlSize = 0

// askDestination says that datagrams do not say what they were sent to: this
// is written for Linux. A server on a wildcard address then answers from the
// address that the route to the client suggests, which on a machine with
// several need not be the one that was asked; bind to one address instead.
func askDestination(*net.UDPConn) (bool, error) { return false, nil }

// forOneHost cannot tell.
func forOneHost([]byte) bool { return true }
