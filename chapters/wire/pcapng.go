package wire

import (
	"io"
	"runtime"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

// A File writes packets as pcapng, which Wireshark, tshark and tcpdump read
// (draft-ietf-opsawg-pcapng): each interface with its name, each packet with
// its time in nanoseconds.
type File struct {
	w    *pcapgo.NgWriter
	seen map[int]int // interfaces, by index: their number in the file
}

// NewFile begins a file.
func NewFile(w io.Writer) (*File, error) {
	about := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{
		Hardware: runtime.GOARCH, OS: runtime.GOOS, Application: "The Socket Workbook",
	}}
	// Without one interface there is no file: the first is that of every namespace.
	lo := Interface{Index: 1, Name: "lo", Loopback: true}
	ng, err := pcapgo.NewNgWriterInterface(w, described(lo), about)
	if err != nil {
		return nil, err
	}
	return &File{w: ng, seen: map[int]int{lo.Index: 0}}, nil
}

// described is how the file describes an interface. The link type of lo is
// that of Ethernet: its packets have such a header, of zeros.
func described(i Interface) pcapgo.NgInterface {
	link := layers.LinkTypeEthernet
	if i.Bare {
		link = layers.LinkTypeRaw
	}
	return pcapgo.NgInterface{Name: i.Name, OS: runtime.GOOS, LinkType: link, TimestampResolution: 9}
}

// Write adds a packet. An event that is none is nothing to it.
func (f *File) Write(e Event) error {
	if e.Packet == nil {
		return nil
	}
	p := e.Packet
	id, ok := f.seen[p.Interface.Index]
	if !ok {
		var err error
		if id, err = f.w.AddInterface(described(p.Interface)); err != nil {
			return err
		}
		f.seen[p.Interface.Index] = id
	}
	return f.w.WritePacket(gopacket.CaptureInfo{
		Timestamp: e.Time, CaptureLength: len(p.Data), Length: p.Length, InterfaceIndex: id,
	}, p.Data)
}

// Flush hands everything written to the file.
func (f *File) Flush() error { return f.w.Flush() }
