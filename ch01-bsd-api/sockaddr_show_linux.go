package bsdapi

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// showInet4 is sockaddr_in (ip(7)).
func (s *sockets) showInet4(out io.Writer) error {
	raw, err := s.bound(unix.AF_INET, loopback(8080))
	if err != nil {
		return err
	}
	explain(out, "sockaddr_in, 127.0.0.1:8080", raw,
		field{"sin_family", 2, native(families)},
		field{"sin_port", 2, port},
		field{"sin_addr", 4, address},
		field{"sin_zero", 8, unused})
	return nil
}

// showInet6 is sockaddr_in6 (ipv6(7)). The scope is the number of an
// interface, for addresses that mean another machine on each of them.
func (s *sockets) showInet6(out io.Writer) error {
	raw, err := s.bound(unix.AF_INET6, &unix.SockaddrInet6{Port: 8080, Addr: [16]byte{15: 1}})
	if err != nil {
		return err
	}
	explain(out, "sockaddr_in6, [::1]:8080", raw,
		field{"sin6_family", 2, native(families)},
		field{"sin6_port", 2, port},
		field{"sin6_flowinfo", 4, number},
		field{"sin6_addr", 16, address},
		field{"sin6_scope_id", 4, number})
	return nil
}

// showUnix is sockaddr_un in its three kinds (unix(7)): a path that ends with
// a 0; a name that begins with one, which no file has; and no name at all. The
// path is relative, so that it fits: sun_path has 108 bytes.
func (s *sockets) showUnix(out io.Writer) (err error) {
	home, err := os.Getwd()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Chdir(home), os.RemoveAll(dir)) }()

	for _, kind := range []struct{ title, name string }{
		{`sockaddr_un, the path "echo.sock"`, "echo.sock"},
		{`sockaddr_un, the abstract name "echo"`, "@echo"},
	} {
		raw, err := s.bound(unix.AF_UNIX, &unix.SockaddrUnix{Name: kind.name})
		if err != nil {
			return err
		}
		explain(out, kind.title, raw, field{"sun_family", 2, native(families)}, field{"sun_path", 108, quoted})
	}
	fd, err := s.keep(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0))
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	raw, err := sockname(fd)
	if err != nil {
		return err
	}
	explain(out, "sockaddr_un, never bound", raw, field{"sun_family", 2, native(families)}, field{"sun_path", 108, quoted})
	return nil
}
