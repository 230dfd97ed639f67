package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// File treats a socket as what its descriptor says it is, an open file: it is
// read, written, duplicated and copied to like any other. What a file has and
// a stream has not, a position and a size, fails.
func File(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		client, server, err := s.pair()
		if err != nil {
			return err
		}
		for _, part := range []func(io.Writer, int, int) error{s.kind, s.asFile, s.copied, s.duplicated} {
			if err := part(out, client, server); err != nil {
				return err
			}
		}
		return nil
	})
}

// kind is what the kernel says of the file behind the descriptor. The link is
// no path: "socket:[…]" has the number of an inode that is in no directory.
func (s *sockets) kind(out io.Writer, client, _ int) error {
	var st unix.Stat_t
	if err := unix.Fstat(client, &st); err != nil {
		return os.NewSyscallError("fstat", err)
	}
	fmt.Fprintf(out, "client: fstat(fd %d): S_ISSOCK %t, size %d\n", client, st.Mode&unix.S_IFMT == unix.S_IFSOCK, st.Size)
	link, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", client))
	if err != nil {
		return err
	}
	same := strings.Contains(link, fmt.Sprintf("[%d]", st.Ino))
	fmt.Fprintf(out, "client: /proc/self/fd has socket:[inode], the inode that fstat gives: %t\n", same)
	_, err = unix.Seek(client, 0, io.SeekStart)
	say(out, "client", fmt.Sprintf("lseek(fd %d, 0, SEEK_SET)", client), 0, err)
	_, err = unix.Pread(client, make([]byte, 1), 0)
	say(out, "client", fmt.Sprintf("pread(fd %d, 1 byte, offset 0)", client), 0, err)
	return nil
}

// asFile uses calls that know nothing of sockets, and one that knows nothing
// else.
func (s *sockets) asFile(out io.Writer, client, server int) error {
	n, err := unix.Write(client, []byte("written, "))
	say(out, "client", fmt.Sprintf("write(fd %d, \"written, \")", client), n, err)
	n, err = unix.SendmsgN(client, []byte("sent"), nil, nil, unix.MSG_NOSIGNAL)
	say(out, "client", fmt.Sprintf("send(fd %d, \"sent\", MSG_NOSIGNAL)", client), n, err)
	pipe := make([]int, 2)
	if err := unix.Pipe2(pipe, unix.O_CLOEXEC); err != nil {
		return os.NewSyscallError("pipe2", err)
	}
	s.open = append(s.open, pipe...)
	_, err = unix.SendmsgN(pipe[1], []byte("sent"), nil, nil, 0)
	say(out, "client", "send to a pipe", 0, err)
	return tellRead(out, server, len("written, sent"))
}

// copied has the kernel send from a file: the bytes pass through no buffer of
// the program's (sendfile(2)).
func (s *sockets) copied(out io.Writer, client, server int) error {
	f, err := os.CreateTemp("", "")
	if err != nil {
		return err
	}
	defer f.Close()
	defer os.Remove(f.Name())
	if _, err := f.WriteAt([]byte("from a file"), 0); err != nil {
		return err
	}
	n, err := unix.Sendfile(client, int(f.Fd()), nil, 64)
	say(out, "client", fmt.Sprintf("sendfile(fd %d, a file, 64 bytes)", client), n, err)
	return tellRead(out, server, len("from a file"))
}

// duplicated has two descriptors for one socket. Closing one ends nothing; the
// connection ends with the last (close(2)). shutdown does not count them.
func (s *sockets) duplicated(out io.Writer, client, server int) error {
	twin, err := s.keep(unix.Dup(client))
	if err != nil {
		return os.NewSyscallError("dup", err)
	}
	fmt.Fprintf(out, "client: dup(fd %d) = fd %d\n", client, twin)
	say(out, "client", fmt.Sprintf("close(fd %d)", client), 0, s.close(client))
	n, err := unix.Write(twin, []byte("still here"))
	say(out, "client", fmt.Sprintf("write(fd %d, \"still here\")", twin), n, err)
	if err := tellRead(out, server, len("still here")); err != nil {
		return err
	}
	say(out, "client", fmt.Sprintf("close(fd %d)", twin), 0, s.close(twin))
	return tellRead(out, server, 0)
}

// tellRead reads what is on its way, in as many calls as it comes in; want 0
// is the end of the stream.
func tellRead(out io.Writer, fd, want int) error {
	buf := make([]byte, 64)
	got := 0
	for {
		n, err := unix.Read(fd, buf[got:])
		if err != nil {
			return os.NewSyscallError("read", err)
		}
		if got += n; n == 0 || got >= want {
			break
		}
	}
	fmt.Fprintf(out, "server: read(fd %d) = %q\n", fd, buf[:got])
	return nil
}
