package stream

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net"
	"runtime"
)

// LengthBomb sends four bytes that announce a payload which never comes, and
// measures what readers of three kinds spend on them.
func LengthBomb(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out,
		bomb(64<<20, "trusting", readTrusting),
		bomb(64<<20, "frugal", readFrugal),
		bomb(math.MaxUint32, "bounded", func(r io.Reader) error {
			_, err := ReadFrame(r, nil, 1<<20)
			return err
		}),
	)
}

// bomb announces size bytes to a server that reads with read.
func bomb(size uint32, name string, read func(io.Reader) error) scene {
	return func(client, server *net.TCPConn, out io.Writer) error {
		fmt.Fprintf(out, "client: 4 bytes, which announce %d\n", size)
		if _, err := client.Write(binary.BigEndian.AppendUint32(nil, size)); err != nil {
			return err
		}
		if err := client.CloseWrite(); err != nil {
			return err
		}
		// TotalAlloc only ever grows, so garbage collection does not hide
		// what was asked for. It counts the whole process.
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := read(server)
		runtime.ReadMemStats(&after)
		fmt.Fprintf(out, "server: %s: about %d bytes allocated, then\n", name, after.TotalAlloc-before.TotalAlloc)
		fmt.Fprintf(out, "server:   %v\n", err)
		return nil
	}
}

// readTrusting holds two mistakes. It allocates on the word of whoever
// connects, and it lets io.ReadFull's io.EOF pass for a stream that ended
// well: nothing was read of a payload that should have come.
func readTrusting(r io.Reader) error {
	var prefix [prefixSize]byte
	if _, err := io.ReadFull(r, prefix[:]); err != nil {
		return err
	}
	payload := make([]byte, binary.BigEndian.Uint32(prefix[:]))
	_, err := io.ReadFull(r, payload)
	return err
}

// readFrugal is for payloads that may rightly be large: io.CopyN grows the
// memory as the bytes arrive, so that a peer must send what it makes us hold.
// It needs a bound all the same, only a later one.
func readFrugal(r io.Reader) error {
	var prefix [prefixSize]byte
	if _, err := io.ReadFull(r, prefix[:]); err != nil {
		return err
	}
	var payload bytes.Buffer
	_, err := io.CopyN(&payload, r, int64(binary.BigEndian.Uint32(prefix[:])))
	return err
}
