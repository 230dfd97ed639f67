package reliable_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	reliable "sockbook/ch03-datagram/lab"
)

// hostile is a fate that loses a third, doubles a tenth, and delays the rest so
// that datagrams overtake each other.
func hostile(seed uint64) func(int, string, []byte) []time.Duration {
	dice := rand.New(rand.NewPCG(seed, 3))
	delay := func() time.Duration { return time.Duration(dice.IntN(300)) * ms }
	return func(int, string, []byte) []time.Duration {
		switch p := dice.Float64(); {
		case p < 0.33:
			return nil
		case p < 0.43:
			return []time.Duration{delay(), delay()}
		}
		return []time.Duration{delay()}
	}
}

// seeds are those of RELIABLE_SEED, or twenty.
func seeds() []uint64 {
	if s, err := strconv.ParseUint(os.Getenv("RELIABLE_SEED"), 10, 64); err == nil {
		return []uint64{s}
	}
	var all []uint64
	for s := range uint64(20) {
		all = append(all, s)
	}
	return all
}

// TestTogether lets your client and your server speak over a hostile network.
func TestTogether(t *testing.T) {
	for _, seed := range seeds() {
		bubble(t, func(t *testing.T) {
			n := &network{fate: hostile(seed)}
			var c counter
			ctx, stop := context.WithCancel(t.Context())
			_, done := serve(ctx, n, c.handle)
			cl, _ := client(t, n, uint32(seed)-50)
			given := 0
			for i := range 100 {
				q := fmt.Sprint("question ", i)
				got := ask(t.Context(), cl, q)
				if errors.Is(got.err, reliable.ErrNoAnswer) {
					given++ // eight losses in a row are rare, and possible
					continue
				}
				if want := fmt.Sprintf("%s, %d", q, len(c.asked)); got.answer != want || got.err != nil {
					t.Fatalf("over a network that loses, doubles and reorders, each answer is the one to its question\ninput: RELIABLE_SEED=%d, %s\ngot: %v\nwant: %q, <nil>", seed, q, got, want)
				}
			}
			if len(c.asked) > 100 || len(c.asked) < 100-given {
				t.Fatalf("a question is executed once, though it arrived several times\ninput: RELIABLE_SEED=%d, 100 questions, %d of them given up\ngot: %d executed", seed, given, len(c.asked))
			}
			stop()
			<-done
			time.Sleep(time.Second) // what is still on its way arrives nowhere
		})
	}
}

// TestCrowd has fifty clients ask at once.
func TestCrowd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := &network{fate: hostile(1)}
		ctx, stop := context.WithCancel(t.Context())
		_, done := serve(ctx, n, func(q []byte) []byte { return append([]byte("re: "), q...) })
		wrong := make(chan string, 50)
		var answered atomic.Int32
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				h := n.host(fmt.Sprint("client ", i), "s")
				defer h.Close()
				c := reliable.NewClient(h, uint32(i))
				for j := range 10 {
					q := fmt.Sprint(i, " asks ", j)
					got := ask(ctx, c, q)
					if got.answer == "re: "+q {
						answered.Add(1)
					} else if !errors.Is(got.err, reliable.ErrNoAnswer) {
						wrong <- fmt.Sprintf("input: %q\ngot: %v", q, got)
						return
					}
				}
			})
		}
		all.Wait()
		stop()
		<-done
		select {
		case w := <-wrong:
			t.Fatalf("fifty clients share a server, and none gets another's answer\n%s", w)
		default:
		}
		if answered.Load() < 400 {
			t.Fatal("fifty clients share a server, and each of them is served\ninput: 500 questions\ngot: fewer than 400 answers\nwant: nearly all")
		}
		time.Sleep(time.Second)
	})
}
