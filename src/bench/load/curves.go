package main

import (
	"fmt"
	"strconv"
	"time"
)

const (
	// A third of a core or less at every point, so that the curve shows costs and no queues.
	deliveriesPerSecond = 15000
	mostMessages        = 500
	fewestMessages      = 3

	// From 100 rooms on a room has as many members as with 100: what differs is the number of rooms.
	roomConnections = 1000
	fewestInARoom   = 10

	sizeMembers = 100
	sizePace    = 100
	// Enough messages in a talk that what Redis spends on one can be seen.
	nodesMembers = 100
	nodesPace    = 150
	// Starts, warming up and rounds of one curve; a round that began before its end is finished.
	curveWithin = 150 * time.Second
	// All points of a curve are connected at once: who is not talked to is not pinged either.
	noPings = "-Dtertulia.socket.ping=1h"
)

// curve is one quantity that grows while the others stay. The hall of each point sits in a deployment.
type curve struct {
	title, label string
	points       []point
}

type point struct {
	x    int
	at   *deployment
	hall hall
}

// membersCurve has rooms of different sizes in one node.
func membersCurve(p plan) (*table, error) {
	c := curve{title: "Members of one room: one node in memory on one core", label: "members of the room"}
	return c.inOneNode(p, []int{10, 100, 1000, 5000}, func(x int) hall {
		return oneRoom(x, min(mostMessages, max(fewestMessages, deliveriesPerSecond/x)))
	})
}

// roomsCurve spreads the same connections over more and more rooms; when a room would have too few of
// them each joins several, up to a hundred.
func roomsCurve(p plan) (*table, error) {
	connections := min(roomConnections, p.largest)
	c := curve{title: fmt.Sprintf("Rooms: %d connections, at least %d members in each room",
		connections, fewestInARoom),
		label: "rooms"}
	return c.inOneNode(p, []int{1, 10, 100, 1000, 10000}, func(x int) hall {
		perRoom := max(fewestInARoom, connections/x)
		return hall{members: connections, rooms: x, perRoom: perRoom, bytes: messageBytes,
			pace: deliveriesPerSecond / perRoom}
	})
}

// inOneNode seats all points in different rooms of the same node.
func (c curve) inOneNode(p plan, all []int, sits func(x int) hall) (*table, error) {
	late := time.Now().Add(curveWithin)
	d, err := oneTertulia("direct", noPings)(serverCore)
	if err != nil {
		return nil, err
	}
	defer d.stop()
	first := 0
	for _, x := range all {
		if x > p.largest {
			break
		}
		h := sits(x)
		h.first = first
		first += h.rooms
		c.points = append(c.points, point{x, d, h})
	}
	return c.measure(p.curves, late)
}

// nodesCurve lets Redis and more and more nodes share the core.
func nodesCurve(p plan) (*table, error) {
	late := time.Now().Add(curveWithin)
	c := curve{title: fmt.Sprintf("Nodes over one Redis, all on one core: %d members x %d messages/s",
		nodesMembers, nodesPace), label: "nodes"}
	for nodes := 1; nodes <= 3; nodes++ {
		d, err := tertulias(nodes, serverCore)(serverCore)
		if err != nil {
			return nil, err
		}
		defer d.stop()
		c.points = append(c.points, point{nodes, d, oneRoom(nodesMembers, nodesPace)})
	}
	length := p.curves
	length.warm *= 2 // each warms up alone, and its nodes share the work
	return c.measure(length, late)
}

// sizeCurve says longer and longer texts in the same kind of room.
func sizeCurve(p plan) (*table, error) {
	late := time.Now().Add(curveWithin)
	c := curve{title: fmt.Sprintf("Size of the text: %d members x %d messages/s", sizeMembers, sizePace),
		label: "bytes of the text"}
	d, err := oneTertulia("direct", noPings)(serverCore)
	if err != nil {
		return nil, err
	}
	defer d.stop()
	for i, bytes := range []int{20, 100, 1024, 4096, 16384} {
		h := oneRoom(sizeMembers, sizePace)
		h.first, h.bytes = i, bytes
		c.points = append(c.points, point{bytes, d, h})
	}
	return c.measure(p.curves, late)
}

func (c curve) measure(length span, late time.Time) (*table, error) {
	var audiences []*audience
	for _, one := range c.points {
		begun := time.Now()
		a, err := seat(fmt.Sprintf("%d %s", one.x, c.label), one.at, one.hall)
		if err != nil {
			return nil, err
		}
		defer a.leave()
		note("%s: all are in after %.1f s", a.name, time.Since(begun).Seconds())
		audiences = append(audiences, a)
	}
	t, err := inRounds(c.title, audiences, length, late)
	if err == nil {
		t.curve(c)
	}
	return t, err
}

// curve has one row for each point, medians of its rounds.
func (t *table) curve(c curve) {
	t.head = []string{c.label, "members of a room", "messages/s", "CPU µs per delivery", "quartiles",
		"Redis µs per message", "deliveries/s", "p50 ms", "p99 ms", "bytes", "generator", "rounds"}
	for row, one := range c.points {
		cost := t.of(row, cpu)
		low, high := cost.quartiles()
		middle := func(quantity func(sample) float64) float64 { return t.of(row, quantity).median() }
		t.rows = append(t.rows, []string{strconv.Itoa(one.x), strconv.Itoa(one.hall.perRoom),
			strconv.Itoa(one.hall.pace), digits(cost.median()), digits(low) + " to " + digits(high),
			digits(middle(func(s sample) float64 { return s.redis * float64(one.hall.perRoom) })),
			fmt.Sprintf("%.0f", middle(func(s sample) float64 { return s.pace })),
			digits(middle(func(s sample) float64 { return s.p50 })),
			digits(middle(func(s sample) float64 { return s.p99 })),
			fmt.Sprintf("%.0f", middle(func(s sample) float64 { return s.bytes })),
			fmt.Sprintf("%.0f %%", 100*middle(func(s sample) float64 { return s.load })),
			strconv.Itoa(len(t.all[row]))})
	}
	t.all = nil
}
