package unixdomain

import "golang.org/x/sys/unix"

// rightsRoom is the space in bytes for the control messages of one recvmsg(2)
// with at most limit descriptors, and one more to see that there were more.
// Descriptors that find no room are never put into our table: a small buffer
// is a bound that the kernel keeps.
//
// It is no exact bound: a control message is padded to 8 bytes, and the kernel
// puts a second descriptor where the padding of a single one would be. And
// where the program has set SO_PASSCRED, the sender's credentials come first
// and take room of their own.
func rightsRoom(limit int) int {
	return unix.CmsgSpace(unix.SizeofUcred) + unix.CmsgSpace(4*(limit+1))
}
