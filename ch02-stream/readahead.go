package stream

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"net"
)

// twoDecoders reads two values with a Decoder each. A Decoder puts a bufio.Reader
// of its own before a reader that has no ReadByte, and that buffer takes
// whatever has arrived. So do most decoders that are given a stream;
// CArchive's buffer does too, which is what CArchive::IsBufferEmpty is for.
func twoDecoders(client, server *net.TCPConn, out io.Writer) error {
	if err := sendTwo(client, out); err != nil {
		return err
	}
	for i := range 2 {
		decode(server, fmt.Sprintf("decoder %d on the connection", i+1), out)
	}
	return nil
}

// oneReader gives both decoders the same bufio.Reader. It has ReadByte, so a
// Decoder reads from it directly, and what one does not use is there for the
// next.
func oneReader(client, server *net.TCPConn, out io.Writer) error {
	if err := sendTwo(client, out); err != nil {
		return err
	}
	r := bufio.NewReader(server)
	for i := range 2 {
		decode(r, fmt.Sprintf("decoder %d on one bufio.Reader", i+1), out)
		fmt.Fprintf(out, "server:   %d bytes wait in the buffer\n", r.Buffered())
	}
	return nil
}

// sendTwo sends two values, each by an Encoder of its own and so with its type,
// and waits until both have arrived.
func sendTwo(client *net.TCPConn, out io.Writer) error {
	for _, o := range []order{{5, "cap", 1}, {6, "box", 2}} {
		if err := gob.NewEncoder(client).Encode(o); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "client: << two orders, each by its own encoder")
	return finish(client)
}

// framedValues puts each value into a frame. A Decoder then cannot read past
// its value, a value that does not decode spoils no other, and ReadFrame's
// bound is the bound on a value; gob's own is gigabytes and cannot be set, and
// its documentation warns of input from those you do not trust.
func framedValues(client, server *net.TCPConn, out io.Writer) error {
	const bound = 100 // bytes
	for _, o := range []order{{7, "tin", 3}, {8, string(make([]byte, 200)), 4}} {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(o); err != nil {
			return err
		}
		fmt.Fprintf(out, "client: << order %d in a frame of %d bytes\n", o.ID, b.Len())
		if err := WriteFrame(client, b.Bytes(), 1<<20); err != nil {
			return err
		}
		frame, err := ReadFrame(server, nil, bound)
		if err != nil {
			fmt.Fprintln(out, "server: >>", err)
			return nil
		}
		decode(bytes.NewReader(frame), "from the frame", out)
	}
	return nil
}

// decode reads one order from r with a new Decoder.
func decode(r io.Reader, how string, out io.Writer) {
	var o order
	if err := gob.NewDecoder(r).Decode(&o); err != nil {
		fmt.Fprintf(out, "server: >> %s: %v\n", how, err)
		return
	}
	fmt.Fprintf(out, "server: >> %s: %+v\n", how, o)
}
