//go:build unix

package unixdomain

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// ReceiveFiles takes what one call of [SendFiles] sent: at most limit files,
// 0 to [MaxFiles]. They are the caller's to close, and not passed on to
// programs it starts (FD_CLOEXEC). With an error there are none: what came is
// closed, and the connection is of no further use.
//
// Errors: io.EOF if the sender has finished, io.ErrUnexpectedEOF if it ended
// inside a message; [ErrTooManyFiles], [ErrTruncated], [ErrName]; or the
// connection's own, whose read deadline applies.
func ReceiveFiles(conn *net.UnixConn, limit int) ([]Named, error) {
	limit = max(0, min(limit, MaxFiles))
	r := &rightsReader{conn: conn, room: make([]byte, rightsRoom(limit)), limit: limit}
	names, err := r.names()
	if err == nil && len(names) != len(r.fds) {
		err = fmt.Errorf("%w: %d names for %d descriptors", ErrName, len(names), len(r.fds))
	}
	if err != nil {
		closeDescriptors(r.fds)
		return nil, err
	}
	files := make([]Named, len(names))
	for i, name := range names {
		files[i] = Named{name, os.NewFile(uintptr(r.fds[i]), name)}
	}
	return files, nil
}

// A rightsReader reads one message and collects the descriptors that come
// along, on whichever of its bytes: a stranger need not have used SendFiles.
type rightsReader struct {
	conn  *net.UnixConn
	room  []byte // for control messages
	limit int
	fds   []int // nobody else knows of them
}

func (r *rightsReader) names() ([]string, error) {
	var length [2]byte
	if err := r.readFull(length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n > maxNames || n > max(1, r.limit)*(maxFileName+len(nameBorder)) {
		return nil, fmt.Errorf("%w: a list of %d bytes", ErrName, n)
	}
	list := make([]byte, n)
	if err := r.readFull(list); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return splitNames(string(list))
}

// readFull is io.ReadFull with recvmsg(2). Never with read(2): descriptors on
// the bytes that it takes are lost without a word.
func (r *rightsReader) readFull(p []byte) error {
	for n := 0; n < len(p); {
		got, err := r.read(p[n:])
		n += got
		if err == io.EOF && n > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// read is one recvmsg. It stops where descriptors are attached, so that those
// of one message never come with another's (unix(7)). Package net asks for
// MSG_CMSG_CLOEXEC where there is such a flag, and elsewhere sets FD_CLOEXEC
// on each descriptor that came: there, a fork in between inherits them.
func (r *rightsReader) read(p []byte) (int, error) {
	n, size, flags, _, err := r.conn.ReadMsgUnix(p, r.room)
	fds, bad := descriptors(r.room[:max(0, size)])
	r.fds = append(r.fds, fds...) // before anything can fail: they are open
	switch {
	case n == 0 && (err == nil || errors.Is(err, io.EOF)):
		err = io.EOF // bare, as a Reader's
	case err != nil:
	case len(r.fds) > r.limit:
		err = fmt.Errorf("%w: %d at most", ErrTooManyFiles, r.limit)
	case truncated(flags):
		// There was room for one more than the limit: it was our table that
		// had none. What did fit has been put there all the same.
		err = ErrTruncated
	default:
		err = bad
	}
	return n, err
}

// errControl cannot happen with a kernel that keeps its promises.
var errControl = errors.New("control message makes no sense")
