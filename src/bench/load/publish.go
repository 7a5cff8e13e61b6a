package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const scripts = "src/main/resources/io/tertulia/cluster/redis/log"

// The defaults of a node, as LogLimits writes them in front of the scripts.
const scriptLimits = "local MAX_LEN, MAX_AGE, MAX_BYTES, WINDOW = 10000, 86400000, 16777216, 600000\n"

// publishing measures what Redis spends on one message: a plain PUBLISH, which keeps nothing; XADD
// and PUBLISH as two commands, which is the least that keeps it; and the append of the log, which
// also checks the lineage, recognises repeats, numbers and trims. Each publisher waits for its reply.
func publishing() ([]figure, error) {
	r, err := startRedis(serverCore)
	if err != nil {
		return nil, err
	}
	defer r.stop()
	appending, err := loadAppend(r)
	if err != nil {
		return nil, err
	}
	ways := []struct {
		name string
		say  func(*conversation, int, int) error
	}{
		{"PUBLISH alone", publishPlain},
		{"XADD + PUBLISH", publishKept},
		{"append of the log", appending},
	}
	var figures []figure
	for _, publishers := range []int{1, 10, 100} {
		made := make([]figure, len(ways))
		for round := 0; round < *rounds+1; round++ {
			for i, way := range ways {
				cost, err := r.perMessage(publishers, way.say)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", way.name, err)
				}
				if round > 0 { // the first warms up
					made[i].add(cost)
				}
			}
		}
		for i, way := range ways {
			made[i].name = fmt.Sprintf("Redis CPU per message, %s, %d publishers", way.name, publishers)
			made[i].unit, made[i].digits = "µs", 1
		}
		figures = append(figures, made...)
	}
	return figures, nil
}

func (r *redisServer) perMessage(publishers int, say func(*conversation, int, int) error) (float64, error) {
	const messages = 20000
	talks := make([]*conversation, publishers)
	for i := range talks {
		talk, err := r.talk()
		if err != nil {
			return 0, err
		}
		defer talk.close()
		talks[i] = talk
	}
	before, _, err := r.spent()
	if err != nil {
		return 0, err
	}
	var workers sync.WaitGroup
	failures := make(chan error, publishers)
	for i, talk := range talks {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for n := 0; n < messages/publishers; n++ {
				if err := say(talk, i, n); err != nil {
					failures <- err
					return
				}
			}
		}()
	}
	workers.Wait()
	select {
	case err := <-failures:
		return 0, err
	default:
	}
	after, _, err := r.spent()
	return (after - before) * 1e6 / messages, err
}

var messageTail = `,"mid":"0123456789abcdef","from":{"id":"g-0123456789abcd","name":"ana","guest":true},"text":"` +
	strings.Repeat("x", messageBytes) + `"}`

func publishPlain(talk *conversation, publisher, n int) error {
	_, err := talk.ask("PUBLISH", "bench:{plain}:c", messageTail)
	return err
}

func publishKept(talk *conversation, publisher, n int) error {
	if _, err := talk.ask("XADD", "bench:{kept}:l", "MAXLEN", "~", "10000", "*", "m", messageTail); err != nil {
		return err
	}
	_, err := talk.ask("PUBLISH", "bench:{kept}:c", messageTail)
	return err
}

func loadAppend(r *redisServer) (func(*conversation, int, int) error, error) {
	source := scriptLimits
	for _, part := range []string{"room.lua", "fence.lua", "append.lua"} {
		text, err := os.ReadFile(filepath.Join(scripts, part))
		if err != nil {
			return nil, err
		}
		source += string(text)
	}
	talk, err := r.talk()
	if err != nil {
		return nil, err
	}
	defer talk.close()
	sha, err := talk.ask("SCRIPT", "LOAD", source)
	if err != nil {
		return nil, err
	}
	started := time.Now().UnixNano()
	return func(talk *conversation, publisher, n int) error {
		mid := fmt.Sprintf("%x%03d%06d", started%0xffffff, publisher, n+int(time.Now().UnixNano()%1000)*100000)
		answer, err := talk.ask("EVALSHA", sha, "4",
			"bench:{room}:m", "bench:{room}:l", "bench:{room}:d0", "bench:{room}:d1",
			"bench:{room}:c", "", "0", "abcdefgh", "9999999999999", mid,
			`{"type":"message","room":"room",`, messageTail, "")
		if err == nil && !strings.HasPrefix(answer, "OK") && !strings.HasPrefix(answer, "DUP") {
			err = fmt.Errorf("append answered %q", answer)
		}
		return err
	}, nil
}
