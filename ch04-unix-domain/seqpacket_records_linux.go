package unixdomain

import (
	"fmt"
	"io"
	"net"

	"golang.org/x/sys/unix"
)

// readsRecords shows that a read brings one record, and then the end.
func readsRecords(client, server *net.UnixConn, out io.Writer) error {
	fmt.Fprintln(out, `client: seqpacket: write "one", "two", "three", and close`)
	if err := sendAll(client, "one", "two", "three"); err != nil {
		return err
	}
	if err := client.Close(); err != nil {
		return err
	}
	for range 4 {
		if err := readOnce(server, out, 64); err != nil {
			return err
		}
	}
	return nil
}

// cutsRecords shows a buffer that is too small: the rest of the record is
// lost, and only recvmsg says so (recv(2), MSG_TRUNC).
func cutsRecords(client, server *net.UnixConn, out io.Writer) error {
	fmt.Fprintln(out, `client: seqpacket: write "a long record", "next", "a long record"`)
	if err := sendAll(client, "a long record", "next", "a long record"); err != nil {
		return err
	}
	for range 2 {
		if err := readOnce(server, out, 6); err != nil {
			return err
		}
	}
	buf := make([]byte, 6)
	n, _, flags, _, err := server.ReadMsgUnix(buf, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: recvmsg: %q, MSG_TRUNC %v\n", buf[:n], flags&unix.MSG_TRUNC != 0)
	return nil
}

// takesNothingForTheEnd shows an empty record. Read returns 0 for it, as it
// does at the end, and package net makes EOF of both: a protocol on records
// must not have an empty one.
func takesNothingForTheEnd(client, server *net.UnixConn, out io.Writer) error {
	fmt.Fprintln(out, `client: seqpacket: write "", "not the end", and close`)
	if err := sendAll(client, "", "not the end"); err != nil {
		return err
	}
	if err := client.Close(); err != nil {
		return err
	}
	for range 3 {
		if err := readOnce(server, out, 64); err != nil {
			return err
		}
	}
	return nil
}
