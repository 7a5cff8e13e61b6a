package main

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

const (
	slowest  = 60 * time.Second
	schedule = 1 << 20 // messages whose time is kept
)

// audience is one room full of members, of whom the first speaks. Every member must get every
// message once and in order; the first that does not is its failure.
type audience struct {
	name    string
	peer    *deployment
	sockets []*socket
	said    int64
	due     [schedule]int64 // when each was to be said, nanoseconds
	heard   []int64         // by member
	failure chan error      // holds the first one

	lock    sync.Mutex
	latency *hdrhistogram.Histogram // microseconds from when it was to be said
}

// sample is what one talk cost and how long it took.
type sample struct {
	cpu            float64 // of the servers, µs per delivery
	redis          float64 // of their Redis, µs per delivery
	p50, p99, p999 float64 // ms
	bytes          float64 // per delivery
	load           float64 // of the generator's core, 0 to 1
	pace           float64 // deliveries per second
}

func seat(name string, d *deployment, members int) (*audience, error) {
	sockets, err := open(members, d.enter)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	a := &audience{name: name, peer: d, sockets: sockets, heard: make([]int64, members),
		failure: make(chan error, 1)}
	a.clear()
	for member := range sockets {
		go a.listen(member)
	}
	return a, nil
}

func (a *audience) leave() {
	closeAll(a.sockets)
}

func (a *audience) clear() {
	a.lock.Lock()
	a.latency = hdrhistogram.New(1, slowest.Microseconds(), 3)
	a.lock.Unlock()
}

func (a *audience) listen(member int) {
	for {
		text, err := a.sockets[member].nextText()
		if err == nil {
			err = a.peer.answers(a.sockets[member], text)
		}
		if err == nil {
			err = a.hear(member, text)
		}
		if err != nil {
			a.fail(fmt.Errorf("member %d: %w", member, err))
			return
		}
	}
}

// hear takes every message of a text: one of centrifuge's may hold several.
func (a *audience) hear(member int, text []byte) error {
	for at := bytes.Index(text, numberMark); at >= 0; at = bytes.Index(text, numberMark) {
		number := numberOf(text)
		text = text[at+len(numberMark):]
		if number != a.heard[member]+1 {
			return fmt.Errorf("heard %d after %d", number, a.heard[member])
		}
		late := time.Now().UnixNano() - atomic.LoadInt64(&a.due[number%schedule])
		a.lock.Lock()
		a.latency.RecordValue(late / 1000)
		a.lock.Unlock()
		atomic.AddInt64(&a.heard[member], 1)
	}
	return nil
}

// talk says messages at a pace for so long, each at its time or as soon after it as possible.
func (a *audience) talk(perSecond int, length time.Duration) (sample, error) {
	count := int(length.Seconds() * float64(perSecond))
	a.clear()
	before, err := a.spent()
	if err != nil {
		return sample{}, err
	}
	begun := time.Now()
	for i := 0; i < count; i++ {
		due := begun.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		if err := a.sayNext(due); err != nil {
			return sample{}, fmt.Errorf("%s: %w", a.name, err)
		}
	}
	if err := a.awaitHeard(); err != nil {
		return sample{}, fmt.Errorf("%s: %w", a.name, err)
	}
	took := time.Since(begun)
	after, err := a.spent()
	return a.sample(before, after, took, count), err
}

type spent struct {
	servers, redis, load time.Duration
	bytes                int64
}

func (a *audience) spent() (now spent, err error) {
	for _, s := range a.peer.servers {
		cpu, err := s.cpu()
		if err != nil {
			return now, err
		}
		now.servers += cpu
	}
	if a.peer.redis != nil {
		if now.redis, err = cpuOf(a.peer.redis.process.Process.Pid); err != nil {
			return now, err
		}
	}
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	now.load = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	for _, s := range a.sockets {
		now.bytes += atomic.LoadInt64(&s.received)
	}
	return now, nil
}

func (a *audience) sample(before, after spent, took time.Duration, count int) sample {
	deliveries := float64(count * len(a.sockets))
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 / deliveries }
	a.lock.Lock()
	defer a.lock.Unlock()
	ms := func(q float64) float64 { return float64(a.latency.ValueAtQuantile(q)) / 1000 }
	return sample{
		cpu: per(after.servers - before.servers), redis: per(after.redis - before.redis),
		p50: ms(50), p99: ms(99), p999: ms(99.9),
		bytes: float64(after.bytes-before.bytes) / deliveries,
		load:  float64(after.load-before.load) / float64(took),
		pace:  deliveries / took.Seconds(),
	}
}

func (a *audience) sayNext(due time.Time) error {
	a.said++
	atomic.StoreInt64(&a.due[a.said%schedule], due.UnixNano())
	text := fmt.Sprintf("number %08d ", a.said)
	text += strings.Repeat("x", messageBytes-len(text))
	return a.sockets[0].say(a.peer.say(a.said+10, text))
}

func (a *audience) awaitHeard() error {
	for deadline := time.Now().Add(arrivesWithin); time.Now().Before(deadline); {
		select {
		case failure := <-a.failure:
			return failure
		default:
		}
		if a.missing() == 0 {
			return nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	return fmt.Errorf("%d deliveries are missing after %v", a.missing(), arrivesWithin)
}

func (a *audience) missing() int64 {
	missing := int64(0)
	for member := range a.heard {
		missing += a.said - atomic.LoadInt64(&a.heard[member])
	}
	return missing
}

func (a *audience) fail(failure error) {
	select {
	case a.failure <- failure:
	default:
	}
}
