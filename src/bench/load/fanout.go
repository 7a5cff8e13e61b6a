package main

import (
	"fmt"
	"time"
)

// fanout measures the CPU per delivery of both servers on the same core in turn, so that a change
// of the machine's mood meets both. All members of both stay connected all the time.
func fanout(rounds, members int, length time.Duration) ([]figure, error) {
	results := []figure{
		{name: fmt.Sprintf("CPU per delivery, 1 room x %d members x %d/s, tertulia", members, perSecond), unit: "µs", digits: 2},
		{name: "  the same, Node ws", unit: "µs", digits: 2},
		{name: "  tertulia / Node ws, round by round", unit: "", digits: 2},
	}
	tertulia, err := startTertulia(serverCore, "-Xmx512m")
	if err != nil {
		return nil, err
	}
	defer tertulia.stop()
	node, err := startNode(serverCore)
	if err != nil {
		return nil, err
	}
	defer node.stop()
	crowds, err := gatherBoth(tertulia, node, members)
	if err != nil {
		return nil, err
	}
	for round := -1; round < rounds; round++ {
		cost, err := eachTalks(crowds, length)
		if err != nil {
			return nil, err
		}
		if round < 0 {
			continue // The first round warms up.
		}
		results[0].add(cost[0])
		results[1].add(cost[1])
		results[2].add(cost[0] / cost[1])
	}
	return results, nil
}

func gatherBoth(tertulia, node *server, members int) ([]*crowd, error) {
	var crowds []*crowd
	for _, s := range []*server{tertulia, node} {
		if err := s.awaitReady(); err != nil {
			return nil, err
		}
		kind := enterPlain(s.port)
		if s == tertulia {
			kind = enterJson(s.port, 1)
		}
		c, err := gather(s, members, kind)
		if err != nil {
			return nil, err
		}
		crowds = append(crowds, c)
	}
	return crowds, nil
}

// eachTalks answers the microseconds per delivery of each crowd, one after the other.
func eachTalks(crowds []*crowd, length time.Duration) ([]float64, error) {
	var costs []float64
	for _, c := range crowds {
		cost, err := c.talk(length)
		if err != nil {
			return nil, err
		}
		costs = append(costs, float64(cost.Nanoseconds())/1000)
	}
	return costs, nil
}
