package stream

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

//go:embed peers/c/epoll_server.c
var epollServerC []byte

// buildEpollServer compiles the C server into a temporary directory, which
// remove deletes.
func buildEpollServer(ctx context.Context) (program string, remove func(), err error) {
	if runtime.GOOS != "linux" {
		return "", nil, missing{what: "epoll is Linux's; this is " + runtime.GOOS}
	}
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		return "", nil, missing{what: "no gcc to compile it with", remedy: "sudo apt-get install gcc libc6-dev"}
	}
	dir, err := os.MkdirTemp("", "epoll")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) } // in the temporary directory, where what stays is harmless
	program = filepath.Join(dir, "server")
	cc := exec.CommandContext(ctx, gcc, "-O2", "-x", "c", "-o", program, "-")
	cc.Stdin = bytes.NewReader(epollServerC)
	if text, err := cc.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("gcc: %w: %s", err, text)
	}
	return program, remove, nil
}

// serveProgram returns a shape in another language: a program that finds the
// listener as descriptor 3 and drains when its standard input ends. Should it
// not end, it is killed.
func serveProgram(program string) func(context.Context, *net.TCPListener) error {
	return func(ctx context.Context, ln *net.TCPListener) error {
		defer ln.Close()
		file, err := ln.File()
		if err != nil {
			return err
		}
		defer file.Close()
		late, stop := context.WithCancel(context.WithoutCancel(ctx))
		defer stop()
		cmd := exec.CommandContext(late, program)
		cmd.ExtraFiles = []*os.File{file} // after 0, 1 and 2
		var stderr strings.Builder
		cmd.Stderr = &stderr
		stdin, err := cmd.StdinPipe()
		if err != nil {
			return err
		}
		if err := cmd.Start(); err != nil {
			return errors.Join(err, stdin.Close())
		}
		_, _ = file.Close(), ln.Close() // the program's copy alone keeps the port
		defer context.AfterFunc(ctx, func() {
			time.AfterFunc(2*lastWords, stop)
			_ = stdin.Close()
		})()
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("%w: %s", err, stderr.String())
		}
		return nil
	}
}
