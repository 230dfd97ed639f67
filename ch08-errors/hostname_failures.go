package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// A dnsFailure is one way in which a name server fails its clients.
type dnsFailure struct {
	does    string                    // the server, in words
	overUDP func(query []byte) []byte // nil for no answer
	overTCP func(query []byte) []byte // nil: it hangs up
	libc    string                    // getaddrinfo(3)'s error, by glibc 2.36
	hErrno  int                       // gethostbyname(3)'s, and Winsock's less 11000
}

var dnsFailures = []dnsFailure{
	{"answers NXDOMAIN: no such name", answering(dnsmessage.RCodeNameError), nil, "EAI_NONAME", 1},
	{"answers NOERROR, with no address", answering(dnsmessage.RCodeSuccess), nil, "EAI_NODATA", 4},
	{"answers SERVFAIL: it could not find out", answering(dnsmessage.RCodeServerFailure), nil, "EAI_AGAIN", 2},
	{"answers REFUSED: it does not serve this client", answering(dnsmessage.RCodeRefused), nil, "EAI_AGAIN", 2},
	{"cuts the answer short over UDP, and has the whole over TCP", truncated, withAddress, "", 0},
	{"cuts the answer short over UDP, and hangs up over TCP", truncated, nil, "", 0},
	{"answers what is no DNS message", garbage, nil, "", 0},
	{"answers under the ID of another query", forged, nil, "", 0},
	{"says nothing", silence, nil, "EAI_AGAIN", 2},
}

// hErrnoNames are Winsock's for the numbers that netdb.h gives h_errno.
var hErrnoNames = map[int]string{
	1: "WSAHOST_NOT_FOUND", 2: "WSATRY_AGAIN", 4: "WSANO_DATA",
}

func answering(code dnsmessage.RCode) func([]byte) []byte {
	return func(query []byte) []byte {
		return reply(query, func(m *dnsmessage.Message) { m.RCode = code })
	}
}

// truncated sets TC, which asks the client to come again over TCP (RFC 7766
// section 5).
func truncated(query []byte) []byte {
	return reply(query, func(m *dnsmessage.Message) { m.Truncated = true })
}

func withAddress(query []byte) []byte {
	return reply(query, func(m *dnsmessage.Message) {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Class: dnsmessage.ClassINET, TTL: 60},
			Body:   &dnsmessage.AResource{A: [4]byte{192, 0, 2, 7}},
		}}
	})
}

func garbage([]byte) []byte { return []byte("220 mail.example ESMTP\r\n") }

// forged answers with an address, under another ID than the query's. Who
// cannot see the query has to guess the ID (RFC 5452); a resolver ignores a
// wrong guess and waits for the right answer.
func forged(query []byte) []byte {
	answer := withAddress(query)
	if len(answer) > 0 {
		answer[0] ^= 0xff // the ID's first byte
	}
	return answer
}

func silence([]byte) []byte { return nil }

// patience is how long the example waits for an answer. Unless told, Go's
// resolver waits 5 seconds for each of 2 attempts with each server
// (resolv.conf(5), timeout and attempts).
const patience = 150 * time.Millisecond

// showDNSFailure looks a name up at a server that fails, and shows what
// *net.DNSError says of it. .test is reserved, and no server knows it (RFC
// 6761); with the final dot, no search domain is tried.
func showDNSFailure(ctx context.Context, out io.Writer, fail dnsFailure) error {
	server, err := serveDNS(ctx, fail)
	if err != nil {
		return err
	}
	defer server.stop()
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	addrs, err := server.resolver().LookupNetIP(waiting, "ip4", "host.test.")
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	fmt.Fprintf(out, "server: %s\n", fail.does)
	var failed *net.DNSError
	if !errors.As(err, &failed) {
		fmt.Fprintf(out, "client: %v, error %v\n", addrs, err)
		return nil
	}
	// failed.Err may begin with the addresses of a connection, and
	// failed.Server is the one of resolv.conf(5), even with a Dial that goes
	// elsewhere.
	text := failed.Err[strings.LastIndex(failed.Err, ": ")+1:]
	fmt.Fprintf(out, "client: %s; IsNotFound %t, IsTimeout %t, IsTemporary %t\n",
		strings.TrimSpace(text), failed.IsNotFound, failed.IsTimeout, failed.IsTemporary)
	if name := hErrnoNames[fail.hErrno]; name != "" {
		fmt.Fprintf(out, "libc: %s; in Winsock %s (%d)\n", fail.libc, name, 11000+fail.hErrno)
	}
	return nil
}
