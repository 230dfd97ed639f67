package securestream

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// decrypt has tshark read the capture, without the key log and with it.
func (c *keylogCapture) decrypt(ctx context.Context, out io.Writer, port int, log []byte) error {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		return missing{what: "no tshark on this machine", remedy: "apt-get install tshark (macOS: brew install wireshark)"}
	}
	packets, err := c.packets()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "ch07") // for this user only
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	capture, keys := filepath.Join(dir, "capture.pcap"), filepath.Join(dir, "keys.log")
	if err := os.WriteFile(capture, pcap(packets, time.Now()), 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(keys, log, 0o600); err != nil {
		return err
	}
	for _, with := range []struct {
		what string
		args []string
	}{
		{"without the key log", nil},
		{"with the key log", []string{"-o", "tls.keylog_file:" + keys}},
	} {
		args := append([]string{"-r", capture, "-d", fmt.Sprintf("tcp.port==%d,tls", port),
			"-T", "fields", "-e", "tls.handshake.type", "-e", "data.data"}, with.args...)
		cmd := exec.CommandContext(ctx, tshark, args...)
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir) // not the user's own settings
		if err := keylogRead(out, with.what, cmd); err != nil {
			return err
		}
	}
	return nil
}

// keylogRead tells what tshark saw: a line for each packet, and in it the
// messages' numbers, a tab, and the data in hexadecimal.
func keylogRead(out io.Writer, how string, tshark *exec.Cmd) error {
	text, err := tshark.Output()
	if err != nil {
		return fmt.Errorf("tshark: %w", err)
	}
	fmt.Fprintf(out, "tshark: %s:\n", how)
	for line := range strings.Lines(string(text)) {
		types, data, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		for _, t := range strings.Split(types, ",") {
			if n, err := strconv.Atoi(t); err == nil { // "" in a packet without
				fmt.Fprintf(out, "tshark:   message %d, %s\n", n, messageNames[byte(n)])
			}
		}
		words, err := hex.DecodeString(data)
		if err != nil {
			return fmt.Errorf("tshark: %w", err)
		}
		if len(words) > 0 {
			fmt.Fprintf(out, "tshark:   data %q\n", words)
		}
	}
	return nil
}
