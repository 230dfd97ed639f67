package batching

import (
	"os"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// burstNet is what a program does that knows of package net alone.
func burstNet(size int) func(s *ladderStage) error {
	return func(s *ladderStage) error {
		for at := 0; at < len(s.all); at += size {
			if _, err := s.conn.Write(s.all[at:][:size]); err != nil {
				return err
			}
		}
		return nil
	}
}

func burstWriteTo(s *ladderStage) error {
	to := s.to.AddrPort()
	for at := 0; at < len(s.all); at += ladderSize {
		if _, err := s.conn.WriteToUDPAddrPort(s.all[at:][:ladderSize], to); err != nil {
			return err
		}
	}
	return nil
}

// burstBatch is sendmmsg(2) as golang.org/x/net/ipv4 has it.
func burstBatch(n int) func(s *ladderStage) error {
	messages := make([]ipv4.Message, n)
	return func(s *ladderStage) error {
		for at := 0; at < len(s.all); {
			for i := range messages {
				messages[i].Buffers = [][]byte{s.all[at+i*ladderSize:][:ladderSize]}
			}
			took, err := s.batch.WriteBatch(messages, 0)
			if err != nil {
				return err
			}
			at += took * ladderSize
		}
		return nil
	}
}

func burstSend(size int) func(s *ladderStage) error {
	return func(s *ladderStage) error {
		for at := 0; at < len(s.all); at += size {
			if _, err := unix.Write(s.fd, s.all[at:][:size]); err != nil {
				return os.NewSyscallError("write", err)
			}
		}
		return nil
	}
}

// burstMessages hands over n messages with each sendmmsg(2), which may take
// fewer than it is given.
func burstMessages(n int) func(s *ladderStage) error {
	return func(s *ladderStage) error {
		for left := s.out; len(left) > 0; {
			took, errno := sendmmsg(s.fd, left[:min(n, len(left))])
			if errno != 0 {
				return os.NewSyscallError("sendmmsg", errno)
			}
			left = left[took:]
		}
		return nil
	}
}

// burstReceive takes packets one call at a time, or as many as come joined.
func burstReceive(s *ladderStage) error {
	for packets := 0; packets < ladderBurst; {
		n, err := unix.Read(s.sink, s.room)
		if err != nil {
			return os.NewSyscallError("read", err)
		}
		packets += n / ladderSize
	}
	return nil
}

func burstReceiveBatch(size int) func(s *ladderStage) error {
	return func(s *ladderStage) error {
		for packets := 0; packets < ladderBurst; {
			n, errno := recvmmsg(s.sink, s.in[:size])
			if errno != 0 {
				return os.NewSyscallError("recvmmsg", errno)
			}
			packets += n
		}
		return nil
	}
}
