package datagram

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/net/ipv4"
)

// Discover finds three services of which nobody told the asker: it asks a
// group, and who is there answers. It asks twice, for a datagram may be lost;
// each answers once, after a time of its own, so that they do not all answer
// at the same moment. Who is known already says nothing.
func Discover(ctx context.Context, out io.Writer) error {
	a, err := newAsker(out)
	if err != nil {
		return err
	}
	defer a.conn.Close()
	services, err := startServices(ctx, a)
	if err != nil {
		return err
	}
	defer services.end()
	defer context.AfterFunc(ctx, func() {
		_ = a.conn.SetReadDeadline(time.Unix(1, 0)) // fails only if closed
	})()
	found, err := a.ask(inquiry{id: 1}, 2, len(services.all))
	if err != nil {
		return err
	}
	known := slices.DeleteFunc(found, func(name string) bool { return name == "speaker" })
	if _, err := a.ask(inquiry{id: 2, known: known}, 1, 1); err != nil {
		return err
	}
	// Sent after the questions, it has each service finish with them.
	if _, err := a.conn.WriteTo([]byte("end"), a.group); err != nil {
		return err
	}
	services.served.Wait()
	for _, s := range services.all {
		fmt.Fprintln(out, s)
	}
	return nil
}

// An asker asks a group on the loopback interface.
type asker struct {
	out   io.Writer
	conn  *net.UDPConn
	lo    *net.Interface
	group *net.UDPAddr
}

// newAsker opens the socket that the answers come to. Where its questions
// leave must be said: no route to a group is better than another. They stay on
// that network, for 1 is what IP_MULTICAST_TTL begins with.
func newAsker(out io.Writer) (*asker, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	lo := slices.IndexFunc(all, func(i net.Interface) bool { return i.Flags&net.FlagLoopback != 0 })
	if lo < 0 {
		return nil, missing{what: "this machine has no loopback interface"}
	}
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	if err != nil {
		return nil, err
	}
	a := &asker{out: out, conn: conn, lo: &all[lo], group: &net.UDPAddr{IP: net.IPv4(239, 1, 2, 3)}}
	err = ipv4.NewPacketConn(conn).SetMulticastInterface(a.lo)
	if err == nil {
		err = conn.SetReadDeadline(time.Now().Add(allotted))
	}
	if err != nil {
		_ = conn.Close() // nothing was sent
		return nil, err
	}
	return a, nil
}

// ask sends a question some times over and returns the names of those who
// answered, in order. It ends when as many have as are wanted: who asks cannot
// know how many there are, and otherwise waits for as long as it can afford.
func (a *asker) ask(q inquiry, times, want int) ([]string, error) {
	fmt.Fprintf(a.out, "asker: to %v, copies %d: %q\n", a.group, times, q)
	asked := time.Now()
	for range times {
		if _, err := a.conn.WriteTo([]byte(q.String()), a.group); err != nil {
			return nil, err
		}
	}
	found := make(map[string]string) // what is said of each, by its name
	buf := make([]byte, 1500)
	for len(found) < want {
		n, from, err := a.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return nil, err
		}
		answer, ok := parsePresence(string(buf[:n]))
		if !ok || answer.id != q.id || found[answer.name] != "" {
			continue // of an earlier question, or not the first
		}
		// Where the service is, its answer does not say: it came from there.
		found[answer.name] = fmt.Sprintf("at %v port %d, after %v", from.Addr(), answer.port, time.Since(asked).Round(time.Millisecond))
	}
	names := slices.Sorted(maps.Keys(found))
	for _, name := range names {
		fmt.Fprintf(a.out, "asker: found %s %s\n", name, found[name])
	}
	return names, nil
}

// runningServices are the services of the example.
type runningServices struct {
	all    []*service
	served sync.WaitGroup
}

// startServices has three services listen on one port of the group's, and
// tells it to the asker.
func startServices(ctx context.Context, a *asker) (*runningServices, error) {
	var r runningServices
	for i, s := range []*service{{name: "lamp", port: 5683}, {name: "printer", port: 631}, {name: "speaker", port: 5004}} {
		if err := s.listen(a.lo, a.group, uint64(i)); err != nil {
			r.end()
			return nil, err
		}
		a.group.Port = s.conn.LocalAddr().(*net.UDPAddr).Port
		r.all = append(r.all, s)
		r.served.Go(func() { s.serve(ctx) })
	}
	return &r, nil
}

func (r *runningServices) end() {
	for _, s := range r.all {
		_ = s.conn.Close() // nothing is kept in a datagram socket
	}
	r.served.Wait()
}
