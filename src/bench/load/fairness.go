package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
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
	if err = large.warmUp(length.warm); err != nil {
		return
	}
	talk := time.Duration(length.rounds) * length.talk
	failure := make(chan error, 1)
	go func() {
		var failed error
		couple, failed = coupleAt(s, talk)
		failure <- failed
	}()
	crowd, err = large.talk(calmPace, talk)
	return couple, crowd, errors.Join(err, <-failure)
}

// coupleAt has the two talk in a process of their own: in this one they would wait behind thousands
// of goroutines, and that would be measured.
func coupleAt(s *server, length time.Duration) (couple sample, err error) {
	child := exec.Command(os.Args[0], "-length", length.String(),
		"-couple", fmt.Sprintf("%d/%d", s.port, s.process.Process.Pid))
	child.Stderr = os.Stderr
	heard, err := child.Output()
	if err == nil {
		_, err = fmt.Sscan(string(heard), &couple.p50, &couple.p99, &couple.p999)
	}
	return
}

// talkAsCouple is that process; it prints three latencies. It goes before the crowd where it may: there is
// one core for both, and the server's time is asked for.
func talkAsCouple(where string, length time.Duration) error {
	var port, pid int
	if _, err := fmt.Sscanf(where, "%d/%d", &port, &pid); err != nil {
		return err
	}
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, 0, -10); err != nil {
		fmt.Fprintln(os.Stderr, "the room of two has no priority over the crowd:", err)
	}
	s := &server{name: "tertulia", port: port, process: &exec.Cmd{Process: &os.Process{Pid: pid}}}
	small, err := seat("the room of two", &deployment{dialect: tertulia, servers: []*server{s}},
		hall{members: 2, rooms: 1, perRoom: 2, first: coupleRoom, bytes: messageBytes, pace: couplePace})
	if err != nil {
		return err
	}
	defer small.leave()
	couple, err := small.talk(couplePace, length)
	fmt.Println(couple.p50, couple.p99, couple.p999)
	return err
}
