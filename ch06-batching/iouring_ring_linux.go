package batching

import (
	"os"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A ring is an io_uring: two queues in memory that the program shares with the
// kernel (io_uring(7), Linux 5.6 for what is used here). The program writes
// requests into the one and moves its tail; the kernel writes results into the
// other and moves the tail of that.
//
// Whatever memory a request names is the kernel's until its result is there.
type ring struct {
	fd       int
	queues   []byte
	requests []ringRequest
	p        ringParams
}

// A ringRequest is struct io_uring_sqe: one system call to be made.
type ringRequest struct {
	opcode, flags uint8
	priority      uint16
	fd            int32
	offset        uint64
	addr          uint64
	size          uint32
	callFlags     uint32
	userData      uint64 // comes back with the result
	_             [24]byte
}

// A ringResult is struct io_uring_cqe.
type ringResult struct {
	userData uint64
	result   int32 // what the call would have returned, or an errno negated
	_        uint32
}

// ringParams is struct io_uring_params: what was made, and where in the shared
// memory each part of it lies.
type ringParams struct {
	requestEntries, resultEntries, flags uint32
	_                                    [2]uint32
	features                             uint32
	_                                    [4]uint32
	request                              struct{ head, tail, mask, entries, flags, dropped, array, _ uint32 }
	_                                    uint64
	result                               struct{ head, tail, mask, entries, overflow, list, flags, _ uint32 }
	_                                    uint64
}

// From include/uapi/linux/io_uring.h.
const (
	ringOpSend       = 26      // IORING_OP_SEND
	ringEnterResults = 1 << 0  // IORING_ENTER_GETEVENTS: wait for results
	ringRequestsAt   = 1 << 28 // IORING_OFF_SQES
)

// newRing wraps io_uring_setup(2) and the two mmap(2) that share its memory.
// entries, a power of two, is how many requests there is room for.
//
// Errors: ENOSYS before Linux 5.1, EPERM where it is switched off.
func newRing(entries uint32) (*ring, error) {
	r := new(ring)
	fd, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, uintptr(entries), uintptr(unsafe.Pointer(&r.p)), 0)
	if errno != 0 {
		return nil, os.NewSyscallError("io_uring_setup", errno)
	}
	r.fd = int(fd)
	// Both queues are one mapping since Linux 5.4 (IORING_FEAT_SINGLE_MMAP).
	size := max(r.p.request.array+r.p.requestEntries*4,
		r.p.result.list+r.p.resultEntries*uint32(unsafe.Sizeof(ringResult{})))
	var err error
	if r.queues, err = r.share(0, int(size)); err != nil {
		r.close()
		return nil, err
	}
	list, err := r.share(ringRequestsAt, int(r.p.requestEntries)*int(unsafe.Sizeof(ringRequest{})))
	if err != nil {
		r.close()
		return nil, err
	}
	r.requests = unsafe.Slice((*ringRequest)(unsafe.Pointer(&list[0])), r.p.requestEntries)
	return r, nil
}

func (r *ring) share(offset int64, size int) ([]byte, error) {
	memory, err := unix.Mmap(r.fd, offset, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_POPULATE)
	return memory, os.NewSyscallError("mmap", err)
}

// close gives back the memory. Calls under way are cancelled.
func (r *ring) close() {
	if r.requests != nil {
		size := len(r.requests) * int(unsafe.Sizeof(ringRequest{}))
		_ = unix.Munmap(unsafe.Slice((*byte)(unsafe.Pointer(&r.requests[0])), size)) // it is mapped
	}
	if r.queues != nil {
		_ = unix.Munmap(r.queues) // it is mapped
	}
	_ = unix.Close(r.fd) // nothing is lost that could be told
}

// at is a counter in the shared memory. The kernel reads and writes it at the
// same time, so that each access is atomic.
func (r *ring) at(offset uint32) *uint32 { return (*uint32)(unsafe.Pointer(&r.queues[offset])) }

// add puts a request into the queue, and makes no system call. It tells
// whether there was room.
func (r *ring) add(req ringRequest) bool {
	tail := atomic.LoadUint32(r.at(r.p.request.tail))
	if tail-atomic.LoadUint32(r.at(r.p.request.head)) == r.p.requestEntries {
		return false
	}
	i := tail & (r.p.requestEntries - 1)
	r.requests[i] = req
	*r.at(r.p.request.array + 4*i) = i
	// The kernel may look at the request as soon as the tail is past it.
	atomic.StoreUint32(r.at(r.p.request.tail), tail+1)
	return true
}

// enter wraps io_uring_enter(2): it submits the first n requests and waits for
// that many results.
func (r *ring) enter(n int) (took int, err error) {
	submitted, _, errno := unix.Syscall6(unix.SYS_IO_URING_ENTER, uintptr(r.fd), uintptr(n), uintptr(n),
		ringEnterResults, 0, 0)
	if errno != 0 {
		return 0, os.NewSyscallError("io_uring_enter", errno)
	}
	return int(submitted), nil
}

// results takes those that are there.
func (r *ring) results() (all []ringResult) {
	head, tail := atomic.LoadUint32(r.at(r.p.result.head)), atomic.LoadUint32(r.at(r.p.result.tail))
	for ; head != tail; head++ {
		at := r.p.result.list + head&(r.p.resultEntries-1)*uint32(unsafe.Sizeof(ringResult{}))
		all = append(all, *(*ringResult)(unsafe.Pointer(&r.queues[at])))
	}
	atomic.StoreUint32(r.at(r.p.result.head), head)
	return all
}
