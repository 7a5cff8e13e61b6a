package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	heap        = "-Xmx1g"
	calmMembers = 1000
	calmPace    = 15
	busyMembers = 100
	busyPace    = 1000
	halfRounds  = 7
)

// plan is how long everything takes.
type plan struct {
	span
	cores           string        // of the servers
	settle          time.Duration // before memory is looked at
	members         int           // of the calm room
	idleConnections int
	bursts          int
	idlePeers       string // a pattern of names
	curves          span
	largest         int // members, or rooms, of the last point of a curve
	parts           string
	unsaved         bool
}

// span is how often and how long each is talked to.
type span struct {
	rounds     int
	warm, talk time.Duration
}

const allCurves = "curves-members curves-rooms curves-nodes curves-size"

var (
	full = plan{span: span{9, 100 * time.Second, 4 * time.Second}, cores: serverCore, settle: settle,
		members: calmMembers, idleConnections: 12000, bursts: 25, idlePeers: ".",
		curves: span{3, 12 * time.Second, 4 * time.Second}, largest: 10000,
		parts: "calm pair busy ceiling idle fairness " + allCurves}
	quick = plan{span: span{3, 10 * time.Second, 3 * time.Second}, cores: serverCore, settle: settle,
		members: calmMembers, idleConnections: 2000, bursts: 10,
		idlePeers: "^the limit|^tertulia, one node in memory|^Node ws$",
		curves:    span{2, 3 * time.Second, 3 * time.Second}, largest: 1000, parts: "calm pair busy idle"}
	// It judges no speed, so its servers may start on both cores.
	smoke = plan{span: span{1, time.Second, time.Second}, cores: allCores, settle: time.Second,
		members: 100, idleConnections: 200, bursts: 5,
		idlePeers: "^the limit|^tertulia, one node in memory|^Node ws$",
		curves:    span{1, time.Second, 2 * time.Second}, largest: 100, parts: "calm pair idle"}
	flames = plan{span: span{1, 60 * time.Second, 20 * time.Second}, cores: serverCore, members: calmMembers,
		parts: "calm", unsaved: true}
)

// curvesOnly leaves out everything else.
func (p plan) curvesOnly() plan {
	p.parts = allCurves
	return p
}

// has says whether a part is to run: -only leaves out all that do not begin with it.
func (p plan) has(part string) bool {
	if *only != "" {
		return strings.HasPrefix(part, *only)
	}
	return slices.Contains(strings.Fields(p.parts), part)
}

// part is one question.
type part struct {
	name string
	run  func(plan) (*table, error)
}

// compare runs all peers and prints one table for each question.
func compare(p plan) error {
	begun := time.Now()
	parts := []part{
		{"calm", calm}, {"pair", calmPairs}, {"busy", busy}, {"ceiling", ceilings}, {"idle", idles},
		{"curves-members", membersCurve}, {"curves-rooms", roomsCurve},
		{"curves-nodes", nodesCurve}, {"curves-size", sizeCurve}, {"fairness", fairness},
	}
	parts = slices.DeleteFunc(parts, func(one part) bool { return !p.has(one.name) })
	for i, one := range parts {
		note("part %d of %d, %s: %s so far", i+1, len(parts), one.name, time.Since(begun).Round(time.Second))
		var t *table
		busy, err := watched(func() (err error) { t, err = one.run(p); return err })
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		fmt.Printf("%s\n%s\n\n", t, busy)
		if p.unsaved {
			continue
		}
		if err := t.save(one.name); err != nil {
			return err
		}
	}
	return nil
}

// calm is one room with a thousand members that nobody hurries.
func calm(p plan) (*table, error) {
	title := fmt.Sprintf("Calm room: %d members x %d messages/s", p.members, calmPace)
	return sideBySide(title, chosen(peers()), oneRoom(p.members, calmPace), p)
}

// calmPairs shares core 0 between two nodes and Redis; the limit beside them as the yardstick.
func calmPairs(p plan) (*table, error) {
	title := fmt.Sprintf("Two nodes with Redis on one core: %d members x %d messages/s", p.members, calmPace)
	return sideBySide(title, append(peers()[:1], pairs()...), oneRoom(p.members, calmPace), p)
}

// busy is a smaller room in which everybody talks at once.
func busy(p plan) (*table, error) {
	title := fmt.Sprintf("Busy room: %d members x %d messages/s", busyMembers, busyPace)
	var some []peer
	for _, one := range chosen(peers()) {
		if one.name == limit || one.name == "Node ws" || strings.HasPrefix(one.name, "tertulia") {
			some = append(some, one)
		}
	}
	return sideBySide(title, some, oneRoom(busyMembers, busyPace), p)
}

// sideBySide has all of them connected at once.
func sideBySide(title string, all []peer, h hall, p plan) (*table, error) {
	audiences, leave, err := seatAll(all, h, p.cores)
	defer leave()
	if err != nil {
		return nil, err
	}
	return inRounds(title, audiences, p.span, never())
}

func never() time.Time { return time.Now().Add(24 * time.Hour) }

// seatAll starts all of them and seats an audience at each; leave ends what was begun, also after an error.
func seatAll(all []peer, h hall, cores string) (audiences []*audience, leave func(), err error) {
	var begun []*deployment
	leave = func() {
		for _, a := range audiences {
			a.leave()
		}
		for _, d := range begun {
			d.stop()
		}
	}
	for _, one := range all {
		d, err := one.start(cores)
		if err != nil {
			return audiences, leave, fmt.Errorf("%s: %w", one.name, err)
		}
		begun = append(begun, d)
		a, err := seat(one.name, d, h)
		if err != nil {
			return audiences, leave, err
		}
		audiences = append(audiences, a)
	}
	return audiences, leave, nil
}

// inRounds warms all up, then measures them.
func inRounds(title string, audiences []*audience, length span, late time.Time) (*table, error) {
	for _, a := range audiences {
		note("warming up %s", a.name)
		if err := a.warmUp(length.warm); err != nil {
			return nil, err
		}
	}
	return byTurns(title, audiences, length, late)
}

// byTurns talks to one audience after the other, round by round, so that a change of the machine's
// mood meets all. No round but the first begins late.
func byTurns(title string, audiences []*audience, length span, late time.Time) (*table, error) {
	t := newTable(title, audiences)
	for round := 0; round < length.rounds && (round == 0 || time.Now().Before(late)); round++ {
		for i, a := range audiences {
			s, err := a.talk(a.hall.pace, length.talk)
			if err != nil {
				return nil, err
			}
			note("round %d of %d: %-34s %5.2f µs", round+1, length.rounds, a.name, s.cpu)
			t.add(i, s)
		}
	}
	return t, nil
}

// ceilings raises the pace of each until it does not keep up, then measures all by turns, each at half
// of its own.
func ceilings(p plan) (*table, error) {
	audiences, leave, err := seatAll(chosen(peers()), oneRoom(calmMembers, calmPace), p.cores)
	defer leave()
	if err != nil {
		return nil, err
	}
	var most []string
	for _, a := range audiences {
		if err := a.warmUp(p.warm / 2); err != nil {
			return nil, err
		}
		top, limitedByLoad, err := ceiling(a, p)
		if err != nil {
			return nil, err
		}
		note("%-34s keeps up with %d messages/s", a.name, top)
		words := fmt.Sprint(top * calmMembers)
		if limitedByLoad {
			words = "≥ " + words + " (the generator could no more)"
		}
		most = append(most, words)
		a.hall.pace = max(1, top/2)
	}
	half := span{rounds: halfRounds, talk: p.talk}
	t, err := byTurns("Ceiling, and latency at half of it: a room of 1000 members", audiences, half, never())
	if err == nil {
		t.ceilings(most)
	}
	return t, err
}

// ceiling answers the highest pace, in steps of a fifth, at which 99 of 100 deliveries take less than
// a quarter of a second, and whether it was the generator that could no more.
func ceiling(a *audience, p plan) (top int, limitedByLoad bool, err error) {
	for pace := calmPace; ; pace += max(1, pace/5) {
		s, err := a.talk(pace, p.talk/3)
		if err != nil {
			return 0, false, err
		}
		if s.p99 > 250 {
			return top, s.load > tooMuch, nil
		}
		top = pace
	}
}

func note(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
}
