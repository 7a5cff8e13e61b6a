package main

import (
	"fmt"
	"time"
)

const bursts = 5

// idles measures what a connection costs that does nothing, and how fast connections come.
func idles(p plan) (*table, error) {
	t := &table{title: fmt.Sprintf("%d idle connections, and connects", p.idleConnections),
		head: []string{"server", "KB resident per idle connection", "handshakes/s", "in the room/s"}}
	for _, one := range named(p.idlePeers, chosen(peers())) {
		d, err := one.start(p.cores)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		row, err := d.connections(p)
		d.stop()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		note("%-34s %v", one.name, row)
		t.rows = append(t.rows, append([]string{one.name}, row...))
	}
	return t, nil
}

// connections answers what one costs in memory, then how fast they come: the other way round what came
// and went would have taken the memory already.
func (d *deployment) connections(p plan) ([]string, error) {
	each, err := d.idle(p.idleConnections, p.settle)
	if err != nil {
		return nil, err
	}
	times := p.bursts
	if d.servers[0].managementPort == 0 {
		times = min(times, 2*bursts) // it is as fast as it gets long before a JVM
	}
	bare, err := d.burst(d.knock, p.idleConnections/bursts, times)
	if err != nil {
		return nil, err
	}
	entered, err := d.burst(d.enter, p.idleConnections/bursts, times)
	return []string{fmt.Sprintf("%.1f", each), fmt.Sprintf("%.0f", bare), fmt.Sprintf("%.0f", entered)}, err
}

// idle answers the kilobytes of each of so many.
func (d *deployment) idle(count int, settle time.Duration) (float64, error) {
	s := d.servers[0]
	if err := s.comeAndGo(d.enter); err != nil {
		return 0, err
	}
	empty, err := s.rested(settle)
	if err != nil {
		return 0, err
	}
	sockets, err := open(count, d.enter)
	if err != nil {
		return 0, err
	}
	defer closeAll(sockets)
	for _, socket := range sockets {
		go d.stay(socket)
	}
	time.Sleep(settle)
	full, err := s.rested(settle)
	return float64(full-empty) / float64(count) / 1024, err
}

// burst answers connections per second, the median of the last few of some bursts: those before warm up.
func (d *deployment) burst(kind enter, count, times int) (float64, error) {
	rates := figure{}
	for i := 0; i < times; i++ {
		base, err := d.servers[0].descriptors()
		if err != nil {
			return 0, err
		}
		begun := time.Now()
		sockets, err := open(count, kind)
		if err != nil {
			return 0, err
		}
		if i >= times-bursts {
			rates.add(float64(count) / time.Since(begun).Seconds())
		}
		closeAll(sockets)
		if err := d.servers[0].awaitDescriptors(base + warmUpMembers/100); err != nil {
			return 0, err
		}
	}
	return rates.median(), nil
}

func (d *deployment) stay(s *socket) {
	for {
		text, err := s.nextText()
		if err == nil {
			err = d.answers(s, text)
		}
		if err != nil {
			return
		}
	}
}

// rested answers the resident bytes after a collection, where the server has one that can be asked for.
func (s *server) rested(settle time.Duration) (int, error) {
	if s.managementPort != 0 {
		f, err := s.footprint()
		return f.resident, err
	}
	time.Sleep(settle)
	return s.resident()
}
