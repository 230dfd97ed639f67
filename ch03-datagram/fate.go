package datagram

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Rates say how a network treats datagrams: each is a probability from 0 to 1.
// The zero value is a network that carries everything, once and in order.
type Rates struct {
	Drop      float64 // it is not carried
	Duplicate float64 // it is carried twice
	Reorder   float64 // the next one of the same direction overtakes it
	Delay     float64 // it leaves later, by up to Hold
	Truncate  float64 // it loses its end

	// Hold is the longest delay, and how long a datagram waits for one that
	// overtakes it. Zero is 100 milliseconds.
	Hold time.Duration
}

func (r Rates) hold() time.Duration {
	if r.Hold > 0 {
		return r.Hold
	}
	return 100 * time.Millisecond
}

// A Fate is what a [Relay] decided for one datagram.
type Fate struct {
	Flow  int  // which client, in the order in which they appeared; from 0
	Reply bool // from the server to the client
	N     int  // which datagram of this flow and direction; from 1
	Size  int  // bytes of data it came with

	Dropped bool
	Keep    int           // bytes of data it leaves with
	Copies  int           // 1, or 2 if it was duplicated
	Delay   time.Duration // how long it is kept back, each copy
	Reorder bool          // kept back until the next one has left
}

// String tells the fate in a few words: "dropped", "carried twice".
func (f Fate) String() string {
	if f.Dropped {
		return "dropped"
	}
	var told []string
	if f.Keep < f.Size {
		told = append(told, fmt.Sprintf("cut to %d bytes", f.Keep))
	}
	if f.Copies > 1 {
		told = append(told, "carried twice")
	}
	if f.Reorder {
		told = append(told, "overtaken by the next")
	}
	if f.Delay > 0 {
		told = append(told, "delayed by "+f.Delay.String())
	}
	if len(told) == 0 {
		return "carried"
	}
	return strings.Join(told, ", ")
}

// dice decide the fates of one flow's datagrams in one direction.
type dice struct {
	random *rand.Rand
	rates  Rates
	flow   int
	reply  bool
	thrown int
}

// newDice makes the dice of one direction of one flow. Each direction of each
// flow has a sequence of its own, so that what happens to a datagram depends
// on the seed and on the datagrams before it that went the same way: never on
// which of two directions, or of two clients, the scheduler let go first.
func newDice(seed uint64, rates Rates, flow int, reply bool) *dice {
	lane := uint64(flow) << 1
	if reply {
		lane |= 1
	}
	return &dice{random: rand.New(rand.NewPCG(seed, lane)), rates: rates, flow: flow, reply: reply}
}

// throw decides what becomes of the next datagram. It draws the same seven
// numbers for each, whatever they mean for it: a datagram's fate then moves
// no later one's, and raising one rate leaves the other decisions as they are.
func (d *dice) throw(size int) Fate {
	d.thrown++
	below := func(rate float64) bool { return d.random.Float64() < rate }
	f := Fate{Flow: d.flow, Reply: d.reply, N: d.thrown, Size: size, Keep: size, Copies: 1}
	f.Dropped = below(d.rates.Drop)
	if below(d.rates.Duplicate) {
		f.Copies = 2
	}
	f.Reorder = below(d.rates.Reorder)
	late, by := below(d.rates.Delay), 1-d.random.Float64() // (0, 1]
	cut, at := below(d.rates.Truncate), d.random.Float64()
	if late {
		// Whole milliseconds, and never none.
		f.Delay = time.Duration(by * float64(d.rates.hold())).Round(time.Millisecond)
		f.Delay = max(f.Delay, time.Millisecond)
	}
	if cut {
		f.Keep = int(at * float64(size))
	}
	return f
}
