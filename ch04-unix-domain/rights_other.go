//go:build !unix

package unixdomain

import "net"

// SendFiles is refused here. Windows has Unix sockets, but they carry no
// descriptors: WSADuplicateSocket makes a block of bytes that one other
// process can make a socket of.
func SendFiles(*net.UnixConn, ...Named) error {
	return elsewhere("passing descriptors needs a Unix")
}

// ReceiveFiles is refused here, as [SendFiles] is.
func ReceiveFiles(*net.UnixConn, int) ([]Named, error) {
	return nil, elsewhere("passing descriptors needs a Unix")
}
