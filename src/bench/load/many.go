package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"sync"
	"sync/atomic"
	"time"
)

const (
	roomsOfOne  = 500
	manyRooms   = 20000
	askedAgain  = 200 * time.Millisecond
	storedAfter = 60 * time.Second
)

// joinMany lets members join so many rooms of a node, each of them as many as one may.
func joinMany(node *server, rooms int) ([]*socket, error) {
	var members []*socket
	for i := 0; i < rooms/roomsOfOne; i++ {
		s, err := enterJson(node.port, 1)(i)
		if err != nil {
			return nil, err
		}
		for n := 0; n < roomsOfOne-1; n++ {
			join := fmt.Sprintf(`{"type":"join","id":%d,"room":"many-%d"}`, n+10, i*roomsOfOne+n)
			if err := s.say(join); err != nil {
				return nil, err
			}
		}
		if err := s.await(fmt.Sprintf(`"room":"many-%d"`, i*roomsOfOne+roomsOfOne-2)); err != nil {
			return nil, err
		}
		members = append(members, s)
	}
	return members, nil
}

// cutting gives one node 20,000 rooms and cuts its connections to Redis: how old the comparison of the
// rooms gets before and after, and how long until what is said in each room is stored.
func cutting() ([]figure, error) {
	r, nodes, err := startCluster(1)
	if err != nil {
		return nil, err
	}
	defer stopCluster(r, nodes)
	members, err := joinMany(nodes[0], manyRooms)
	if err != nil {
		return nil, err
	}
	calm := figure{name: fmt.Sprintf("oldest comparison with the log, %d rooms on one node", manyRooms), unit: "s", digits: 2}
	after := figure{name: "the same while its connections to Redis are cut and all rooms are said in", unit: "s", digits: 2}
	stored := figure{name: "from the cut until what is said in each room is stored", unit: "s", digits: 2}
	refused := figure{name: "of these says were refused (140) and said again", unit: ""}
	for round := 0; round < 3; round++ {
		time.Sleep(5 * time.Second)
		age, err := oldest(nodes[0], time.After(10*time.Second))
		if err != nil {
			return nil, err
		}
		calm.add(age)
		if err := r.cut(); err != nil {
			return nil, err
		}
		begun := time.Now()
		over := make(chan time.Time)
		var count atomic.Int64
		failures := make(chan error, len(members))
		var talking sync.WaitGroup
		for i, s := range members {
			talking.Add(1)
			go func() {
				defer talking.Done()
				if err := sayInEach(s, i, round, &count); err != nil {
					failures <- err
				}
			}()
		}
		go func() {
			talking.Wait()
			stored.add(time.Since(begun).Seconds())
			close(over)
		}()
		if age, err = oldest(nodes[0], over); err != nil {
			return nil, err
		}
		after.add(age)
		refused.add(float64(count.Load()))
		select {
		case err := <-failures:
			return nil, err
		default:
		}
	}
	return []figure{calm, after, stored, refused}, nil
}

// sayInEach says one thing in each room of a member, again as often as it is refused for the moment.
func sayInEach(s *socket, member, round int, refused *atomic.Int64) error {
	s.conn.SetReadDeadline(time.Now().Add(storedAfter))
	defer s.conn.SetReadDeadline(time.Time{})
	for n := 0; n < roomsOfOne-1; n++ {
		room := member*roomsOfOne + n
		say := fmt.Sprintf(`{"type":"say","id":%d,"room":"many-%d","key":"%d","text":"x"}`, n+10, room, round)
		if err := s.say(say); err != nil {
			return err
		}
		for answered := false; !answered; {
			text, err := s.nextText()
			switch {
			case err != nil:
				return fmt.Errorf("waiting for room %d: %w", room, err)
			case bytes.Contains(text, []byte(`"type":"ack"`)):
				answered = true
			case bytes.Contains(text, []byte(`"code":140`)), bytes.Contains(text, []byte(`"code":142`)):
				refused.Add(1)
				time.Sleep(askedAgain)
				if err := s.say(say); err != nil {
					return err
				}
			case bytes.Contains(text, []byte(`"type":"error"`)):
				return fmt.Errorf("room %d: %s", room, text)
			}
		}
	}
	return nil
}

var checkAge = regexp.MustCompile(`(?m)^tertulia_log_check_age_seconds(?:{[^}]*})? ([\d.eE+-]+)`)

// oldest answers how old the comparison of the rooms got until then, in seconds.
func oldest(node *server, until <-chan time.Time) (float64, error) {
	most := 0.0
	for {
		response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/q/metrics", node.managementPort))
		if err != nil {
			return 0, err
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return 0, err
		}
		if !checkAge.Match(text) {
			return 0, fmt.Errorf("no %s among the measures", checkAge)
		}
		most = max(most, number(checkAge, string(text)))
		select {
		case <-until:
			return most, nil
		case <-time.After(100 * time.Millisecond):
		}
	}
}
