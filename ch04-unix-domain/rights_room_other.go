//go:build unix && !linux

package unixdomain

import "golang.org/x/sys/unix"

// rightsRoom is the space in bytes for the control messages of one recvmsg(2),
// whatever the limit: for all that a message can bring, which in kernels of
// 4.4BSD's family is what fits into an mbuf cluster, 2048 bytes. They put
// every descriptor into the receiver's table before they copy the list out. If
// the buffer then cuts the list off, the rest may stay open, its numbers known
// to nobody: FreeBSD's once did (its review D16561).
func rightsRoom(int) int { return unix.CmsgSpace(2048) }
