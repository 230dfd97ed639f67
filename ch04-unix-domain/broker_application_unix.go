//go:build unix

package unixdomain

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

const (
	applicationPart = "application"
	brokerAddr      = "UNIXDOMAIN_BROKER" // whom the application hands over to
)

func init() { playPart(applicationPart, application) }

// application numbers its client's lines and sends them back. It is started
// with a descriptor 3: a listener for its first client and the broker's
// address, or, to go on with a client, its end of a connection to the broker.
func application() error {
	if path, first := os.LookupEnv(brokerAddr); first {
		return firstInstance(path)
	}
	return nextInstance()
}

// firstInstance answers one line, and hands the conversation over.
func firstInstance(path string) error {
	client, err := acceptInherited(3)
	if err != nil {
		return err
	}
	defer client.Close()
	line, err := lineAlone(client)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(client, "1: %s\n", line); err != nil {
		return err
	}
	fmt.Printf("application: pid %d has answered one line and read no further\n", os.Getpid())
	broker, err := net.Dial("unix", path)
	if err != nil {
		return err
	}
	defer broker.Close()
	if err := handToBroker(broker.(*net.UnixConn), client, 1); err != nil {
		return err
	}
	fmt.Println("application: has sent the connection, and closed its own hold of it")
	if _, err := io.ReadFull(broker, make([]byte, 1)); err != nil {
		return err
	}
	fmt.Println("application: ends, for the broker has it")
	return nil
}

// handToBroker sends the connection, and how many lines it has answered: what
// the next instance must know, and cannot read from the connection.
func handToBroker(broker *net.UnixConn, client *net.TCPConn, answered int) error {
	state, err := os.CreateTemp("", "state")
	if err != nil {
		return err
	}
	defer state.Close()
	if err := os.Remove(state.Name()); err != nil { // the open file is enough
		return err
	}
	if _, err := fmt.Fprintln(state, answered); err != nil {
		return err
	}
	if _, err := state.Seek(0, io.SeekStart); err != nil { // the offset goes with it
		return err
	}
	file, err := client.File()
	if err != nil {
		return err
	}
	defer file.Close()
	if err := SendFiles(broker, Named{"client", file}, Named{"state", state}); err != nil {
		return err
	}
	return client.Close()
}

// nextInstance takes the conversation from the broker and finishes it.
func nextInstance() error {
	broker, err := inheritedConn(3)
	if err != nil {
		return err
	}
	defer broker.Close()
	files, err := ReceiveFiles(broker, 2)
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }() // a connection has its own descriptor
	client, answered, err := conversation(files)
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Printf("application: pid %d has it back, after line %d\n", os.Getpid(), answered)
	lines := bufio.NewScanner(client)
	for lines.Scan() {
		answered++
		if _, err := fmt.Fprintf(client, "%d: %s\n", answered, lines.Text()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	fmt.Printf("application: has answered line %d, and its client has finished\n", answered)
	return nil
}

// lineAlone reads up to the end of a line, a byte at a time: what it read ahead
// into a buffer of its own would end with this process.
func lineAlone(conn io.Reader) (string, error) {
	var line strings.Builder
	for b := make([]byte, 1); ; line.Write(b) {
		if _, err := io.ReadFull(conn, b); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			return line.String(), nil
		}
	}
}
