package main

import (
	"fmt"
	"strconv"
	"time"
)

const (
	crowdMembers = 5000
	coupleRoom   = 1
	couplePace   = 20
)

// fairness has two people talk while a large room is talked to on the same event loop, by how many
// members of a room the loop serves in one go.
func fairness(p plan) (*table, error) {
	members := min(crowdMembers, p.largest)
	t := &table{
		title: fmt.Sprintf("A room of two beside one of %d members x %d messages/s, all on one event loop", members, calmPace),
		head: []string{"members served in one go", "p50 ms", "p99 ms", "p99.9 ms",
			"p99 ms of the large room", "CPU µs per delivery", "generator"},
	}
	for _, slice := range []int{50, 100, 200, 500, crowdMembers} {
		couple, crowd, err := besideACrowd(slice, members, p.curves)
		if err != nil {
			return nil, fmt.Errorf("slices of %d: %w", slice, err)
		}
		note("slices of %d: p99 %.1f ms for two, %.1f ms for %d", slice, couple.p99, crowd.p99, members)
		t.rows = append(t.rows, []string{strconv.Itoa(slice), digits(couple.p50), digits(couple.p99), digits(couple.p999),
			digits(crowd.p99), digits(crowd.cpu), fmt.Sprintf("%.0f %%", 100*crowd.load)})
	}
	return t, nil
}

// besideACrowd talks to both at the same time and answers what each of them saw.
func besideACrowd(slice, members int, length span) (couple, crowd sample, err error) {
	s, err := startTertulia(serverCore, heap, noPings, "-Dquarkus.vertx.event-loops-pool-size=1",
		fmt.Sprintf("-Dtertulia.socket.slice=%d", slice))
	if err != nil {
		return
	}
	d := &deployment{dialect: tertulia, servers: []*server{s}}
	defer d.stop()
	if err = s.awaitReady(); err != nil {
		return
	}
	large, err := seat("the large room", d, oneRoom(members, calmPace))
	if err != nil {
		return
	}
	defer large.leave()
	small, err := seat("the room of two", d,
		hall{members: 2, rooms: 1, perRoom: 2, first: coupleRoom, bytes: messageBytes, pace: couplePace})
	if err != nil {
		return
	}
	defer small.leave()
	if err = large.warmUp(length.warm); err != nil {
		return
	}
	if _, err = small.talk(couplePace, time.Second); err != nil {
		return
	}
	talk := time.Duration(length.rounds) * length.talk
	failure := make(chan error, 1)
	go func() {
		var failed error
		crowd, failed = large.talk(calmPace, talk)
		failure <- failed
	}()
	if couple, err = small.talk(couplePace, talk); err != nil {
		return
	}
	return couple, crowd, <-failure
}
