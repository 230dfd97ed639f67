package stream

import (
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"net"
)

// Archive sends Go values over a stream. MFC does it with operators: a
// CArchive over a CSocketFile over a CSocket, and then archive << order at one
// end, archive >> order at the other. Go has package encoding/gob.
func Archive(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out,
		typesOnce, fieldsByName, typeChanged,
		twoDecoders, oneReader, framedValues)
}

// An order is what is sent.
type order struct {
	ID    int
	Item  string
	Count int
}

// typesOnce sends two values by one Encoder. The description of the type goes
// ahead of the first value only: an Encoder and a Decoder have a memory, and
// live as long as the connection.
func typesOnce(client, server *net.TCPConn, out io.Writer) error {
	sent := &meter{w: client}
	enc, dec := gob.NewEncoder(sent), gob.NewDecoder(server)
	for _, o := range []order{{1, "ink", 3}, {2, "nib", 4}} {
		sent.n = 0
		if err := enc.Encode(o); err != nil {
			return err
		}
		fmt.Fprintf(out, "client: << %+v  %d bytes\n", o, sent.n)
		var got order
		if err := dec.Decode(&got); err != nil {
			return err
		}
		fmt.Fprintf(out, "server: >> %+v\n", got)
	}
	return nil
}

// fieldsByName sends a newer version of the type. Fields are matched by name,
// so the one that only the sender knows is skipped, and the one that only the
// receiver knows keeps its value. MFC's archive has no names: a class carries
// a schema number (IMPLEMENT_SERIAL), and Serialize must know each by heart.
func fieldsByName(client, server *net.TCPConn, out io.Writer) error {
	type order2 struct {
		ID   int
		Item string
		Rush bool
	}
	return convert(client, server, order2{3, "pen", true}, out)
}

// typeChanged sends an ID that has become a string, which nothing can bridge.
func typeChanged(client, server *net.TCPConn, out io.Writer) error {
	type order3 struct {
		ID   string
		Item string
	}
	return convert(client, server, order3{"4a", "pad"}, out)
}

// convert sends v to a server that expects an order.
func convert(client, server *net.TCPConn, v any, out io.Writer) error {
	fmt.Fprintf(out, "client: << %+v  another version\n", v)
	if err := gob.NewEncoder(client).Encode(v); err != nil {
		return err
	}
	var got order
	if err := gob.NewDecoder(server).Decode(&got); err != nil {
		fmt.Fprintln(out, "server: >>", err)
		return nil
	}
	fmt.Fprintf(out, "server: >> %+v\n", got)
	return nil
}

// A meter counts the bytes that pass.
type meter struct {
	w io.Writer
	n int
}

func (m *meter) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.n += n
	return n, err
}
