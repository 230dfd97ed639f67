package guard

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// spelled is an address in the words of whoever made it.
type spelled string

func (spelled) Network() string  { return "tcp" }
func (s spelled) String() string { return string(s) }

// at is a client's address as a server has it.
func at(addr string) net.Addr {
	a, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		panic(err)
	}
	return a
}

func TestDoorCountsByAddress(t *testing.T) {
	d := NewDoor(2)
	first, err := d.Admit(at("192.0.2.1:1001"))
	require.NoError(t, err)
	_, err = d.Admit(at("192.0.2.1:1002"))
	require.NoError(t, err)
	_, err = d.Admit(at("192.0.2.1:1003"))
	require.EqualError(t, err, "192.0.2.1 has 2 open; --per-address allows more")
	_, err = d.Admit(at("192.0.2.2:1001"))
	require.NoError(t, err, "another address is another student")

	first()
	first() // nobody leaves twice
	_, err = d.Admit(at("192.0.2.1:1004"))
	require.NoError(t, err, "one has left")
	_, err = d.Admit(at("192.0.2.1:1005"))
	require.Error(t, err, "and one only")
}

// One machine is one address, however it comes.
func TestDoorKnowsAMachineAgain(t *testing.T) {
	for name, pair := range map[string][2]string{
		"through an IPv6 socket":    {"192.0.2.1:1", "[::ffff:192.0.2.1]:2"},
		"through another interface": {"[fe80::1%1]:1", "[fe80::1%2]:1"},
	} {
		d := NewDoor(1)
		_, err := d.Admit(spelled(pair[0]))
		require.NoError(t, err)
		_, err = d.Admit(spelled(pair[1]))
		assert.Error(t, err, name)
	}
	d := NewDoor(1)
	_, err := d.Admit(at("[2001:db8::1]:1"))
	require.NoError(t, err)
	_, err = d.Admit(at("[2001:db8::2]:1"))
	assert.NoError(t, err, "a class shares the first 64 bits")
}

func TestDoorWithoutABound(t *testing.T) {
	d := NewDoor(0)
	for range 1000 {
		_, err := d.Admit(at("192.0.2.1:1"))
		require.NoError(t, err)
	}
}

// Whom it cannot count it does not let in.
func TestDoorFailsClosed(t *testing.T) {
	for _, who := range []net.Addr{&net.UnixAddr{Name: "@", Net: "unix"}, &net.TCPAddr{}} {
		_, err := NewDoor(1).Admit(who)
		assert.Error(t, err, "%v", who)
	}
}

// However they come and go, never more than most are inside, and nothing is
// remembered of those who left.
func TestDoorAtOnce(t *testing.T) {
	const most, students = 3, 30
	d := NewDoor(most)
	var inside sync.Map // address → *tally
	var class sync.WaitGroup
	for range students * 10 {
		class.Go(func() {
			addr := net.JoinHostPort(net.IPv4(192, 0, 2, byte(rand.N(students))).String(), "1")
			v, _ := inside.LoadOrStore(addr, new(tally))
			for range 100 {
				leave, err := d.Admit(at(addr))
				if err != nil {
					continue
				}
				assert.NoError(t, v.(*tally).enter(most))
				v.(*tally).exit()
				leave()
			}
		})
	}
	class.Wait()
	assert.Empty(t, d.inside)
}

type tally struct {
	mu sync.Mutex
	n  int
}

func (t *tally) enter(most int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n++; t.n > most {
		return errors.New("too many are inside")
	}
	return nil
}

func (t *tally) exit() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n--
}
