//go:build unix

package unixdomain

import (
	"context"
	"fmt"
	"io"
	"net"
)

// handOver lets the application give its connection to a broker that is there,
// and end when the broker has said that it holds it.
func (b *brokerage) handOver(ctx context.Context, out io.Writer) (*player, error) {
	broker, err := b.start(ctx, brokerPart, b.back)
	if err != nil {
		return broker, err
	}
	app, err := b.firstLine(ctx, out)
	if app != nil {
		defer app.kill()
	}
	if err != nil {
		return broker, err
	}
	if err := broker.say(out); err != nil {
		return broker, err
	}
	return broker, app.finish(out)
}

// handOverAndDie kills the application as soon as it has sent the connection.
// Its connection to the broker is in the listener's queue, the descriptors in
// that connection's; neither needs the sender, and nobody has accepted. Then
// the broker is started.
func (b *brokerage) handOverAndDie(ctx context.Context, out io.Writer) (*player, error) {
	app, err := b.firstLine(ctx, out)
	if app != nil {
		defer app.kill()
	}
	if err != nil {
		return nil, err
	}
	app.kill()
	fmt.Fprintf(out, "kernel: %v; the connection is in a queue, and in no process\n", app.ProcessState)
	broker, err := b.start(ctx, brokerPart, b.back)
	if err != nil {
		return broker, err
	}
	return broker, broker.say(out)
}

// firstLine starts the application, which answers a line and then sends the
// connection away.
func (b *brokerage) firstLine(ctx context.Context, out io.Writer) (*player, error) {
	app, err := b.start(ctx, applicationPart, b.front, withEnv(brokerAddr+"="+b.back.Addr().String()))
	if err != nil {
		return app, err
	}
	if err := app.say(out); err != nil {
		return app, err
	}
	line, err := lineAlone(b.client)
	if err != nil {
		return app, err
	}
	fmt.Fprintf(out, "client: has %q\n", line)
	return app, app.say(out)
}

// start starts a part with a listener as its descriptor 3.
func (b *brokerage) start(ctx context.Context, part string, ln net.Listener, setups ...playerSetup) (*player, error) {
	file, err := listenerFile(ln)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return startPart(ctx, part, append(setups, withFiles(file))...)
}
