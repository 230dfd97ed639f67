package tap

import (
	"errors"
	"os"
	"strconv"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"sockbook/chapters/wire"
)

// A ring is the reader's end of such a socket.
type ring struct {
	fd       int
	memory   []byte
	next     int // the block to be read
	read     int // packets, so far
	arrived  int // packets that passed the filter, by the kernel's count
	dropped  int // those of them for which the ring had no room
	networks map[int]wire.Interface

	directory *directory
}

func newRing(fd, names int) (*ring, error) {
	// A file could be mapped too, and reading it end us.
	domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if err != nil || domain != unix.AF_PACKET {
		return nil, errors.New("what came through the pipe is no packet socket")
	}
	memory, err := unix.Mmap(fd, 0, blockSize*blocks, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return &ring{fd: fd, memory: memory, networks: make(map[int]wire.Interface), directory: newDirectory(names)}, nil
}

// drain calls see with every packet that the kernel has handed over.
func (r *ring) drain(see func(wire.Event)) {
	for {
		block := r.memory[r.next*blockSize:][:blockSize]
		desc := (*unix.TpacketBlockDesc)(unsafe.Pointer(&block[0]))
		head := (*unix.TpacketHdrV1)(unsafe.Pointer(&desc.Hdr[0]))
		if atomic.LoadUint32(&head.Block_status)&unix.TP_STATUS_USER == 0 {
			return
		}
		at := head.Offset_to_first_pkt
		for range head.Num_pkts {
			frame := (*unix.Tpacket3Hdr)(unsafe.Pointer(&block[at]))
			see(r.event(block[at:], frame))
			at += frame.Next_offset
		}
		r.read += int(head.Num_pkts)
		atomic.StoreUint32(&head.Block_status, unix.TP_STATUS_KERNEL) // the block is the kernel's again
		r.next = (r.next + 1) % blocks
	}
}

// event copies a packet out of the ring.
func (r *ring) event(block []byte, frame *unix.Tpacket3Hdr) wire.Event {
	from := (*unix.RawSockaddrLinklayer)(unsafe.Pointer(&block[unix.SizeofTpacket3Hdr]))
	data := block[frame.Mac:][:frame.Snaplen]
	return wire.Event{
		Time: time.Unix(int64(frame.Sec), int64(frame.Nsec)),
		Packet: &wire.Packet{
			Interface: r.network(int(from.Ifindex), from.Hatype),
			Data:      append([]byte(nil), data...),
			Length:    int(frame.Len),
		},
	}
}

// network is the interface of that index.
func (r *ring) network(index int, hardware uint16) wire.Interface {
	if n, ok := r.networks[index]; ok {
		return n
	}
	n := wire.Interface{Index: index, Name: r.directory.name(index), Loopback: hardware == unix.ARPHRD_LOOPBACK}
	if n.Name == "" {
		n.Name = "interface " + strconv.Itoa(index)
	}
	n.Bare = hardware != unix.ARPHRD_ETHER && !n.Loopback
	r.networks[index] = n
	return n
}

// count adds up what the kernel has counted since it was asked last, and
// reports whether everything has been read.
func (r *ring) count() (all bool) {
	if s, err := unix.GetsockoptTpacketStatsV3(r.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
		r.arrived += int(s.Packets)
		r.dropped += int(s.Drops)
	}
	return r.read >= r.arrived-r.dropped
}

func (r *ring) close() {
	_ = unix.Munmap(r.memory) // mapped by newRing
	for _, fd := range []int{r.fd, r.directory.fd} {
		_ = unix.Close(fd) // nothing was written to it
	}
}
