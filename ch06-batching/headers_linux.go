package batching

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// headers is what the kernel reads and writes beside the data: an array of
// struct mmsghdr, and what its pointers lead to. The kernel writes lengths,
// addresses and control messages into it, so it is filled anew for each call.
type headers struct {
	list     []mmsghdr
	vectors  []unix.Iovec
	names    []unix.RawSockaddrInet6 // large enough for IPv4's as well
	controls []controlBuffer
}

// controlBuffer holds the two control messages that we use: the address that a
// datagram was sent to, and the length of segments.
type controlBuffer [40 + 24]byte

func newHeaders(messages, vectors int) *headers {
	return &headers{
		list:     make([]mmsghdr, messages),
		vectors:  make([]unix.Iovec, vectors),
		names:    make([]unix.RawSockaddrInet6, messages),
		controls: make([]controlBuffer, messages),
	}
}

// name is that of the system call, for errors.
func (h *headers) name(verb string) string {
	if len(h.list) == 1 {
		return verb + "msg"
	}
	return verb + "mmsg"
}

// expect gives each message a part of buffers to be read into.
func (h *headers) expect(buffers []byte) {
	for i := range h.list {
		v := &h.vectors[i]
		v.Base = &buffers[i*maxDatagram]
		v.SetLen(maxDatagram)
		hdr := &h.list[i].hdr
		hdr.Name = (*byte)(unsafe.Pointer(&h.names[i]))
		hdr.Namelen = unix.SizeofSockaddrInet6
		hdr.Iov = v
		hdr.SetIovlen(1)
		hdr.Control = &h.controls[i][0]
		hdr.SetControllen(len(h.controls[i]))
	}
}

// message makes m of what was read as number i. m.data is a part of data.
func (h *headers) message(i int, data []byte, m *message) {
	hdr := &h.list[i].hdr
	*m = message{data: data[:h.list[i].n:maxDatagram]}
	m.peer, m.zone = fromName(&h.names[i], hdr.Namelen)
	readControl(h.controls[i][:hdr.Controllen], m)
}

// load fills in as many trains as there is room for, and returns how many. A
// train of several messages has an iovec each: the kernel gathers.
func (h *headers) load(trains []train, family int) int {
	used := 0
	for i := range min(len(trains), len(h.list)) {
		t := &trains[i]
		if used+len(t.messages) > len(h.vectors) {
			return i
		}
		hdr := &h.list[i].hdr
		hdr.Iov = &h.vectors[used]
		hdr.SetIovlen(len(t.messages))
		for j := range t.messages {
			v := &h.vectors[used+j]
			v.Base = unsafe.SliceData(t.messages[j].data)
			v.SetLen(len(t.messages[j].data))
		}
		used += len(t.messages)
		first := &t.messages[0]
		hdr.Name = (*byte)(unsafe.Pointer(&h.names[i]))
		hdr.Namelen = toName(&h.names[i], first, family)
		n := writeControl(&h.controls[i], first, t.segment)
		hdr.Control = &h.controls[i][0]
		hdr.SetControllen(n)
	}
	return min(len(trains), len(h.list))
}

// recv reads into what expect set up.
func (h *headers) recv(fd int) (int, unix.Errno) {
	if len(h.list) == 1 {
		return recvmsg(fd, &h.list[0])
	}
	return recvmmsg(fd, h.list)
}

// send sends the first n of what load set up.
func (h *headers) send(fd, n int) (int, unix.Errno) {
	if len(h.list) == 1 {
		return sendmsg(fd, &h.list[0])
	}
	return sendmmsg(fd, h.list[:n])
}
