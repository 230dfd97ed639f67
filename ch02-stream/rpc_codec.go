package stream

import (
	"bufio"
	"encoding/gob"
	"fmt"
	"io"
	"net/rpc"
)

// A numberedCodec writes and reads what rpc.NewClient does, and prints the
// number that goes out with each call and comes back with its reply: Seq of
// rpc.Request and of rpc.Response.
type numberedCodec struct {
	io.Closer
	buf *bufio.Writer // header and argument leave together
	enc *gob.Encoder
	dec *gob.Decoder
	out io.Writer
}

var _ rpc.ClientCodec = (*numberedCodec)(nil)

func newNumberedCodec(conn io.ReadWriteCloser, out io.Writer) *numberedCodec {
	buf := bufio.NewWriter(conn)
	return &numberedCodec{conn, buf, gob.NewEncoder(buf), gob.NewDecoder(conn), out}
}

// WriteRequest sends the number and the method's name, then the argument.
func (c *numberedCodec) WriteRequest(r *rpc.Request, arg any) error {
	fmt.Fprintf(c.out, "client: seq %d out: %s(%q)\n", r.Seq, r.ServiceMethod, arg)
	if err := c.enc.Encode(r); err != nil {
		return err
	}
	if err := c.enc.Encode(arg); err != nil {
		return err
	}
	return c.buf.Flush()
}

// ReadResponseHeader learns from the number which call the reply belongs to.
func (c *numberedCodec) ReadResponseHeader(r *rpc.Response) error {
	err := c.dec.Decode(r)
	if err == nil {
		fmt.Fprintf(c.out, "client: seq %d back\n", r.Seq)
	}
	return err
}

// ReadResponseBody reads the value of the reply, or, for a nil, skips it.
func (c *numberedCodec) ReadResponseBody(reply any) error { return c.dec.Decode(reply) }
