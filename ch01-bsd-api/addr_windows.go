package bsdapi

import (
	"net"

	"golang.org/x/sys/windows"
)

// familyOf says which kind of address addr is. "::ffff:127.0.0.1" is an IPv4
// address in IPv6 notation.
func familyOf(addr *net.TCPAddr) int {
	if addr.IP.To4() != nil {
		return windows.AF_INET
	}
	return windows.AF_INET6
}

// toSockaddr is addr as x/sys takes it. That package turns it into the bytes
// of a sockaddr_in or sockaddr_in6, port and address in network byte order.
func toSockaddr(addr *net.TCPAddr) windows.Sockaddr {
	if ip := addr.IP.To4(); ip != nil {
		return &windows.SockaddrInet4{Port: addr.Port, Addr: [4]byte(ip)}
	}
	return &windows.SockaddrInet6{Port: addr.Port, Addr: [16]byte(addr.IP.To16()), ZoneId: zoneIndex(addr.Zone)}
}

// fromSockaddr is the other way round, nil for what is not TCP's.
func fromSockaddr(sa windows.Sockaddr) *net.TCPAddr {
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return &net.TCPAddr{IP: sa.Addr[:], Port: sa.Port}
	case *windows.SockaddrInet6:
		return &net.TCPAddr{IP: sa.Addr[:], Port: sa.Port, Zone: zoneName(sa.ZoneId)}
	}
	return nil
}
