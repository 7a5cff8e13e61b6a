package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const secret = "-Dtertulia.security.secret=a-secret-of-the-benchmark"

// startCluster starts so many nodes over one Redis and waits until all are ready.
func startCluster(nodes int) (*redisServer, []*server, error) {
	r, err := startRedis(allCores)
	if err != nil {
		return nil, nil, err
	}
	var started []*server
	for i := 0; i < nodes; i++ {
		s, err := startTertulia(allCores, "-Xmx1g", secret, "-Dquarkus.redis.hosts="+r.url())
		if err != nil {
			return nil, nil, err
		}
		started = append(started, s)
	}
	for _, s := range started {
		if err := s.awaitReady(); err != nil {
			return nil, nil, err
		}
	}
	return r, started, nil
}

func stopCluster(r *redisServer, nodes []*server) {
	for _, s := range nodes {
		s.stop()
	}
	r.stop()
}

// crossing measures from the moment something is said until a member of the same node has it, and a
// member of another node; both over Redis, in turn, one message at a time.
func crossing() ([]figure, error) {
	r, nodes, err := startCluster(2)
	if err != nil {
		return nil, err
	}
	defer stopCluster(r, nodes)
	speaker, err := enterJson(nodes[0].port, 1)(0)
	if err != nil {
		return nil, err
	}
	var heard [2]chan time.Time
	for i, s := range nodes {
		member, err := enterJson(s.port, 1)(i + 1)
		if err != nil {
			return nil, err
		}
		heard[i] = make(chan time.Time, 1)
		go func() {
			for {
				text, err := member.nextText()
				if err != nil {
					return
				}
				if bytes.Contains(text, messageMark) {
					heard[i] <- time.Now()
				}
			}
		}()
	}
	go func() {
		for {
			if _, err := speaker.nextText(); err != nil {
				return
			}
		}
	}()
	same := figure{name: "from say to a member of the same node", unit: "ms", digits: 2}
	other := figure{name: "from say to a member of the other node", unit: "ms", digits: 2}
	more := figure{name: "the other node takes longer by", unit: "ms", digits: 3}
	for i := 0; i < 6000; i++ {
		said := time.Now()
		if err := speaker.say(fmt.Sprintf(`{"type":"say","id":%d,"room":"room-0","text":"%d"}`, i+10, i)); err != nil {
			return nil, err
		}
		first := (<-heard[0]).Sub(said).Seconds() * 1000
		second := (<-heard[1]).Sub(said).Seconds() * 1000
		if i >= 2000 { // until then the nodes warm up
			same.add(first)
			other.add(second)
			more.add(second - first)
		}
		time.Sleep(time.Millisecond)
	}
	return []figure{same, other, more}, nil
}

// checking measures what the comparison of 10,000 rooms with the log costs Redis and the node, once a
// second, beside a node without rooms.
func checking() ([]figure, error) {
	const rooms = 10000
	r, nodes, err := startCluster(1)
	if err != nil {
		return nil, err
	}
	defer stopCluster(r, nodes)
	idleRedis, idleNode, err := spending(r, nodes[0])
	if err != nil {
		return nil, err
	}
	crowd, err := joinMany(nodes[0], rooms)
	if err != nil {
		return nil, err
	}
	for _, s := range crowd {
		go func() {
			for {
				if _, err := s.nextText(); err != nil {
					return
				}
			}
		}()
	}
	time.Sleep(10 * time.Second)
	busyRedis, busyNode, err := spending(r, nodes[0])
	redis := figure{name: "Redis CPU per room and check, 10,000 rooms", unit: "µs", digits: 2}
	redis.add((busyRedis - idleRedis) * 1e6 / rooms)
	node := figure{name: "the node's CPU per room and check, 10,000 rooms", unit: "µs", digits: 2}
	node.add((busyNode - idleNode) * 1e6 / rooms)
	return []figure{redis, node}, err
}

// spending answers processor seconds a second.
func spending(r *redisServer, s *server) (redis, node float64, err error) {
	const length = 20 * time.Second
	redisBefore, _, err := r.spent()
	if err != nil {
		return 0, 0, err
	}
	nodeBefore, err := s.cpu()
	if err != nil {
		return 0, 0, err
	}
	time.Sleep(length)
	redisAfter, _, err := r.spent()
	if err != nil {
		return 0, 0, err
	}
	nodeAfter, err := s.cpu()
	return (redisAfter - redisBefore) / length.Seconds(), (nodeAfter - nodeBefore).Seconds() / length.Seconds(), err
}

// swarm is what comes back at once: members, the rooms that there are, and those of one member; and how
// often, before it is measured and then.
type swarm struct {
	members, rooms, each int
	warm, counted        int
}

const liveWithin = 2 * time.Minute

// resuming lets many members come back at once, each with the cursors of its rooms: how long until the
// last one is live, and what it costs Redis.
func resuming() ([]figure, error) {
	few, err := swarm{members: *resumes, rooms: 50, each: 5, warm: 5, counted: 3}.resuming()
	if err != nil {
		return nil, err
	}
	many, err := resumingMany()
	return append(few, many...), err
}

// resumingMany lets fewer members come back, each to as many rooms as there are.
func resumingMany() ([]figure, error) {
	return swarm{members: *resumes / 5, rooms: 300, each: 300, warm: 2, counted: 2}.resuming()
}

func (w swarm) resuming() ([]figure, error) {
	r, nodes, err := startCluster(2)
	if err != nil {
		return nil, err
	}
	defer stopCluster(r, nodes)
	cursors, err := talkIn(nodes[0], w.rooms)
	if err != nil {
		return nil, err
	}
	again := figure{name: "of them joins that were refused (140) and asked again", unit: ""}
	back := figure{name: fmt.Sprintf("%d members resume %d rooms each at once, until the last is live", w.members, w.each), unit: "s", digits: 2}
	commands := figure{name: "Redis commands per member that resumes", unit: "", digits: 2}
	scripts := figure{name: "scripts among these", unit: "", digits: 2}
	replies := figure{name: "bytes of Redis' replies per member that resumes", unit: ""}
	first := figure{name: "the same by nodes that nobody has talked to before", unit: "s", digits: 2}
	for round := 0; round < w.warm+w.counted; round++ {
		before, err := r.done()
		if err != nil {
			return nil, err
		}
		started := time.Now()
		sockets, refused, err := w.resume(nodes, cursors)
		if err != nil {
			return nil, err
		}
		took := time.Since(started).Seconds()
		note("round %d: %.2f s", round+1, took)
		if round == 0 {
			first.add(took)
		}
		after, err := r.done()
		if err != nil {
			return nil, err
		}
		// Whoever loses a neighbour has served people before.
		if round >= w.warm {
			back.add(took)
			again.add(float64(refused))
			commands.add((after.commands - before.commands) / float64(w.members))
			scripts.add((after.scripts - before.scripts) / float64(w.members))
			replies.add((after.bytes - before.bytes) / float64(w.members))
		}
		for _, s := range sockets {
			s.conn.Close()
		}
		time.Sleep(8 * time.Second)
	}
	return []figure{back, first, again, commands, scripts, replies}, nil
}

// talkIn says ten messages in each room and answers a cursor from before the last five.
func talkIn(s *server, rooms int) ([]string, error) {
	speaker, err := enterJson(s.port, 1)(0)
	if err != nil {
		return nil, err
	}
	defer speaker.conn.Close()
	cursors := make([]string, rooms)
	for room := range cursors {
		if err := speaker.say(fmt.Sprintf(`{"type":"join","id":9,"room":"again-%d"}`, room)); err != nil {
			return nil, err
		}
		for {
			text, err := speaker.nextText()
			if err != nil {
				return nil, err
			}
			if _, rest, found := bytes.Cut(text, []byte(`"from":"`)); found && bytes.Contains(text, []byte(`"joined"`)) {
				cursors[room] = string(rest[:9]) + "5"
				break
			}
		}
		for n := 0; n < 10; n++ {
			say := fmt.Sprintf(`{"type":"say","id":%d,"room":"again-%d","text":"%d"}`, n+10, room, n)
			if err := speaker.say(say); err != nil {
				return nil, err
			}
		}
	}
	time.Sleep(time.Second)
	return cursors, nil
}

func (w swarm) resume(nodes []*server, cursors []string) ([]*socket, int64, error) {
	sockets := make([]*socket, w.members)
	failures := make(chan error, w.members)
	var workers sync.WaitGroup
	var refused atomic.Int64
	// As many at the same time as a wave of clients brings: all in turn would be no storm.
	slots := make(chan bool, 500)
	for number := range sockets {
		workers.Add(1)
		go func() {
			defer workers.Done()
			slots <- true
			defer func() { <-slots }()
			s, err := dial(address{port: nodes[number%len(nodes)].port, path: "/chat", subprotocol: jsonProtocol}, number)
			if err == nil {
				err = w.comeBack(s, number, cursors, &refused)
			}
			sockets[number] = s
			if err != nil {
				failures <- err
			}
		}()
	}
	workers.Wait()
	select {
	case err := <-failures:
		return nil, 0, err
	default:
		return sockets, refused.Load(), nil
	}
}

// comeBack resumes some rooms with the hello and waits for the newest message of each.
func (w swarm) comeBack(s *socket, number int, cursors []string, refused *atomic.Int64) error {
	missing := map[string]string{}
	for i := 0; i < w.each; i++ {
		room := (number + i) % len(cursors)
		missing[fmt.Sprintf("again-%d", room)] = cursors[room]
	}
	rooms, err := json.Marshal(missing)
	if err != nil {
		return err
	}
	err = s.say(fmt.Sprintf(`{"type":"hello","id":1,"name":"m%d","rooms":%s}`, number, rooms))
	s.conn.SetReadDeadline(time.Now().Add(liveWithin))
	defer s.conn.SetReadDeadline(time.Time{})
	for err == nil && len(missing) > 0 {
		var text []byte
		if text, err = s.nextText(); err != nil {
			return fmt.Errorf("waiting for %v: %w", missing, err)
		}
		if bytes.Contains(text, []byte(`"text":"9"`)) {
			_, room, _ := bytes.Cut(text, []byte(`"room":"`))
			room, _, _ = bytes.Cut(room, []byte(`"`))
			delete(missing, string(room))
		} else if bytes.Contains(text, []byte(`"code":140`)) {
			// As a client does: a moment later, the same rooms from the same cursors.
			refused.Add(1)
			time.Sleep(500 * time.Millisecond)
			for room, cursor := range missing {
				s.say(fmt.Sprintf(`{"type":"join","id":2,"room":"%s","since":"%s"}`, room, cursor))
			}
		} else if bytes.Contains(text, []byte(`"type":"error"`)) {
			err = fmt.Errorf("resuming: %s", text)
		}
	}
	return err
}
