package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"
	"syscall"
	"time"
)

const (
	restart    = 1012
	exitWithin = 20 * time.Second // what a node promises after SIGTERM
)

// goodbye is how one socket was told to go: zero where it was not.
type goodbye struct {
	goaway time.Time
	closed time.Time
	code   int
	err    error
}

// drain answers, for nodes that get SIGTERM with so many members connected, the seconds until the
// process is gone, and the most sockets that were closed within one second of it. A member that got
// no goaway first, or no Close 1012, is a failure, and so is a node that takes longer than it may.
func drain(times, members int) ([]figure, error) {
	name := fmt.Sprintf("SIGTERM with %d members: ", members)
	exit := figure{name: name + "process gone after", unit: "s", digits: 2}
	first := figure{name: name + "first goaway after", unit: "s", digits: 2}
	busiest := figure{name: name + "most closed in one second", unit: ""}
	for i := 0; i < times; i++ {
		took, told, goodbyes, err := terminate(members)
		if err != nil {
			return nil, err
		}
		exit.add(took.Seconds())
		first.add(told.Seconds())
		busiest.add(float64(mostInASecond(goodbyes)))
	}
	return []figure{exit, first, busiest}, nil
}

func terminate(members int) (took, told time.Duration, all []goodbye, err error) {
	s, err := startTertulia(allCores)
	if err != nil {
		return 0, 0, nil, err
	}
	defer s.stop()
	if err := s.awaitReady(); err != nil {
		return 0, 0, nil, err
	}
	sockets, err := open(members, enterJson(s.port, 100))
	if err != nil {
		return 0, 0, nil, err
	}
	all = make([]goodbye, members)
	var readers sync.WaitGroup
	for i := range sockets {
		readers.Add(1)
		go func(i int) {
			defer readers.Done()
			all[i] = sockets[i].hearGoodbye()
		}(i)
	}
	begun := time.Now()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, 0, nil, err
	}
	s.process.Wait()
	took = time.Since(begun)
	readers.Wait()
	told = took
	for i, heard := range all {
		if heard.err != nil || heard.goaway.IsZero() || heard.code != restart {
			return 0, 0, nil, fmt.Errorf("member %d: goaway %v, close %d, %v: see %s",
				i, !heard.goaway.IsZero(), heard.code, heard.err, s.log())
		}
		if after := heard.goaway.Sub(begun); after < told {
			told = after
		}
	}
	if took > exitWithin {
		return 0, 0, nil, fmt.Errorf("the node was gone only after %v: see %s", took, s.log())
	}
	return took, told, all, nil
}

// hearGoodbye reads until the Close and answers it.
func (s *socket) hearGoodbye() (heard goodbye) {
	for {
		op, payload, err := s.nextFrame()
		switch {
		case err != nil:
			heard.err = err
			return heard
		case op == opPing:
			s.send(opPong, payload)
		case op == opText && bytes.Contains(payload, []byte(`"type":"goaway"`)):
			heard.goaway = time.Now()
		case op == opClose:
			heard.closed = time.Now()
			heard.code = int(binary.BigEndian.Uint16(payload))
			s.send(opClose, payload[:2])
			s.close()
			return heard
		}
	}
}

func mostInASecond(all []goodbye) int {
	most := 0
	bySecond := map[int64]int{}
	for _, heard := range all {
		second := heard.closed.Unix()
		bySecond[second]++
		if bySecond[second] > most {
			most = bySecond[second]
		}
	}
	return most
}
