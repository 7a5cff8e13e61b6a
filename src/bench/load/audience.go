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

// audience is a hall full of members. Every member must get every message of its rooms once and in
// order; the first that does not is its failure.
type audience struct {
	name    string
	peer    *deployment
	hall    hall
	sockets []*socket
	said    int64
	due     [schedule]int64 // when each was to be said, nanoseconds
	heard   [][]int64       // by member and its rooms: messages; only the member's reader knows them
	arrived atomic.Int64    // deliveries, to all
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

func seat(name string, d *deployment, h hall) (*audience, error) {
	a := &audience{name: name, peer: d, hall: h, heard: make([][]int64, h.members), failure: make(chan error, 1)}
	a.clear()
	sockets, err := open(h.members, a.enter)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	a.sockets = sockets
	return a, nil
}

func (a *audience) enter(member int) (*socket, error) {
	rooms := a.hall.roomsOf(member)
	s, err := a.peer.enterRooms(member, rooms)
	if err == nil {
		a.heard[member] = make([]int64, len(rooms))
		go a.listen(member, s)
	}
	return s, err
}

func (a *audience) leave() {
	closeAll(a.sockets)
}

func (a *audience) clear() {
	a.lock.Lock()
	a.latency = hdrhistogram.New(1, slowest.Microseconds(), 3)
	a.lock.Unlock()
}

func (a *audience) listen(member int, s *socket) {
	for {
		text, err := s.nextText()
		if err == nil {
			err = a.peer.answers(s, text)
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
		room, nth := a.hall.place(number)
		own, yes := a.hall.hears(member, room)
		if number < 1 || !yes {
			return fmt.Errorf("heard message %d of another room: %.200s", number, text)
		}
		if nth != a.heard[member][own] {
			return fmt.Errorf("heard message %d of a room of which %d came before", nth+1, a.heard[member][own])
		}
		late := time.Now().UnixNano() - atomic.LoadInt64(&a.due[number%schedule])
		a.lock.Lock()
		a.latency.RecordValue(late / 1000)
		a.lock.Unlock()
		a.heard[member][own]++
		a.arrived.Add(1)
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
	// Who keeps up has no shorter time than planned: the last is due before its end.
	time.Sleep(time.Until(begun.Add(length)))
	took := time.Since(begun)
	after, err := a.spent()
	return a.sample(before, after, took, count), err
}

const (
	warmStep  = 10 * time.Second
	warmLeast = 40 * time.Second
	// quiet is the part of a core below which the JIT is.
	quiet = 0.01
)

// warmUp talks until the peer is as fast as it gets: a JVM until it compiles next to nothing any more,
// for so long at most; others, which compile little or nothing, for a fifth of that.
func (a *audience) warmUp(ofJvm time.Duration) error {
	if a.peer.servers[0].managementPort == 0 {
		_, err := a.talk(a.hall.pace, ofJvm/5)
		return err
	}
	for warm := time.Duration(0); warm < ofJvm; {
		step := min(warmStep, ofJvm-warm)
		before, err := a.compiling()
		if err != nil {
			return err
		}
		if _, err := a.talk(a.hall.pace, step); err != nil {
			return err
		}
		after, err := a.compiling()
		if err != nil {
			return err
		}
		warm += step
		busy := (after - before).Seconds() / step.Seconds()
		note("%-34s after %3.0f s: the JIT takes %4.1f %% of a core", a.name, warm.Seconds(), 100*busy)
		if warm >= warmLeast && busy < quiet {
			break
		}
	}
	return nil
}

func (a *audience) compiling() (all time.Duration, err error) {
	for _, s := range a.peer.servers {
		one, err := s.compiling()
		if err != nil {
			return 0, err
		}
		all += one
	}
	return all, nil
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
		if now.redis, err = a.peer.redis.cpu(); err != nil {
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
	deliveries := float64(count * a.hall.perRoom)
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
	text += strings.Repeat("x", a.hall.bytes-len(text))
	room, _ := a.hall.place(a.said)
	return a.sockets[a.hall.speaker(room)].say(a.peer.say(a.said+10, a.hall.first+room, text))
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
	return a.said*int64(a.hall.perRoom) - a.arrived.Load()
}

func (a *audience) fail(failure error) {
	select {
	case a.failure <- failure:
	default:
	}
}
