package raw

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// Ping does what the program of that name does: asks a host on a cable five
// times, and works out how long the answers took.
func Ping(ctx context.Context, out io.Writer) error {
	far, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer far.close()
	client, err := Dial(ctx, "192.0.2.2")
	if err != nil {
		return err
	}
	defer client.Close()
	const questions = 5
	data := make([]byte, 56) // with ICMP's 8 bytes 64, as ping has it
	var took []time.Duration
	for i := range questions {
		limited, stop := context.WithTimeout(ctx, allowedTime)
		begin := time.Now()
		reply, err := client.Echo(limited, data)
		stop()
		if err != nil {
			return err
		}
		took = append(took, time.Since(begin).Round(time.Microsecond))
		fmt.Fprintf(out, "client: %d bytes from %v: number %d, %v\n", icmpHeaderLen+len(reply), client.to, i+1, took[i])
	}
	var sum time.Duration
	for _, d := range took {
		sum += d
	}
	fmt.Fprintf(out, "client: %d sent, %d received\n", questions, len(took))
	fmt.Fprintf(out, "client: least %v, mean %v, most %v\n", slices.Min(took), sum/questions, slices.Max(took))
	return nil
}
