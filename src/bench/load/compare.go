package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	heap        = "-Xmx1g"
	calmMembers = 1000
	calmPace    = 15
	busyMembers = 100
	busyPace    = 1000
)

// plan is how long everything takes.
type plan struct {
	rounds          int
	warm, talk      time.Duration
	idleConnections int
	bursts          int
	parts           string
}

var (
	full  = plan{rounds: 7, warm: 100 * time.Second, talk: 15 * time.Second, idleConnections: 12000, bursts: 25, parts: "calm pair busy ceiling idle"}
	quick = plan{rounds: 3, warm: 15 * time.Second, talk: 5 * time.Second, idleConnections: 2000, bursts: 10, parts: "calm pair busy idle"}
	smoke = plan{rounds: 1, warm: 2 * time.Second, talk: 2 * time.Second, idleConnections: 200, bursts: 5, parts: "calm pair idle"}
)

// compare runs all peers and prints one table for each question.
func compare(p plan) error {
	for _, part := range []struct {
		name string
		run  func(plan) (*table, error)
	}{
		{"calm", calm}, {"pair", calmPairs}, {"busy", busy}, {"ceiling", ceilings}, {"idle", idles},
	} {
		if *only != "" && *only != part.name || *only == "" && !strings.Contains(p.parts, part.name) {
			continue
		}
		t, err := part.run(p)
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Println(t)
		if err := t.save(part.name); err != nil {
			return err
		}
	}
	return nil
}

// calm is one room with a thousand members that nobody hurries.
func calm(p plan) (*table, error) {
	title := fmt.Sprintf("Calm room: %d members x %d messages/s", calmMembers, calmPace)
	return sideBySide(title, chosen(peers()), calmMembers, calmPace, p)
}

// calmPairs shares core 0 between two nodes and Redis; the limit beside them as the yardstick.
func calmPairs(p plan) (*table, error) {
	title := fmt.Sprintf("Two nodes with Redis on one core: %d members x %d messages/s", calmMembers, calmPace)
	return sideBySide(title, append(peers()[:1], pairs()...), calmMembers, calmPace, p)
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
	return sideBySide(title, some, busyMembers, busyPace, p)
}

// sideBySide has all of them connected at once and talks to one after the other, round by round, so
// that a change of the machine's mood meets all.
func sideBySide(title string, all []peer, members, pace int, p plan) (*table, error) {
	var audiences []*audience
	for _, one := range all {
		d, err := one.start(serverCore)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		defer d.stop()
		a, err := seat(one.name, d, members)
		if err != nil {
			return nil, err
		}
		defer a.leave()
		audiences = append(audiences, a)
	}
	for _, a := range audiences {
		note("warming up %s", a.name)
		if _, err := a.talk(pace, p.warm); err != nil {
			return nil, err
		}
	}
	t := newTable(title, audiences)
	for round := 0; round < p.rounds; round++ {
		for i, a := range audiences {
			s, err := a.talk(pace, p.talk)
			if err != nil {
				return nil, err
			}
			note("round %d of %d: %-34s %5.2f µs", round+1, p.rounds, a.name, s.cpu)
			t.add(i, s)
		}
	}
	return t, nil
}

// ceilings raises the pace of each until it does not keep up, then measures at half of that.
func ceilings(p plan) (*table, error) {
	var t *table
	for _, one := range chosen(peers()) {
		d, err := one.start(serverCore)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		a, err := seat(one.name, d, calmMembers)
		if err != nil {
			return nil, err
		}
		if t == nil {
			t = newTable("Ceiling, and latency at half of it: a room of 1000 members", nil)
		}
		if _, err = a.talk(calmPace, p.warm/3); err != nil {
			return nil, err
		}
		top, limitedByLoad, err := ceiling(a, p)
		if err != nil {
			return nil, err
		}
		half, err := a.talk(max(1, top/2), p.talk)
		if err != nil {
			return nil, err
		}
		note("%-34s keeps up with %d messages/s", one.name, top)
		t.ceiling(one.name, top*calmMembers, limitedByLoad, half)
		a.leave()
		d.stop()
	}
	return t, nil
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
			return top, s.load > 0.9, nil
		}
		top = pace
	}
}

func note(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
}
