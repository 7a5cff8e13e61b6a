package main

import (
	"bytes"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

const (
	perSecond     = 15
	messageBytes  = 100
	arrivesWithin = 15 * time.Second
)

var (
	messageMark = []byte(`"type":"message"`)
	numberMark  = []byte("number ")
)

// crowd is one room full of members, of whom the first speaks. Every member must get every message
// once and in order; the first that does not is the crowd's failure.
type crowd struct {
	server  *server
	sockets []*socket
	said    int64
	heard   []int64    // by member, written by its reader only
	failure chan error // holds the first one
}

func gather(s *server, members int, kind enter) (*crowd, error) {
	sockets, err := open(members, kind)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	c := &crowd{server: s, sockets: sockets, heard: make([]int64, members),
		failure: make(chan error, 1)}
	for member := range sockets {
		go c.listen(member)
	}
	return c, nil
}

func (c *crowd) listen(member int) {
	for {
		text, err := c.sockets[member].nextText()
		if err != nil {
			c.fail(fmt.Errorf("member %d: %w", member, err))
			return
		}
		if !bytes.Contains(text, messageMark) {
			continue
		}
		if number := numberOf(text); number != c.heard[member]+1 {
			c.fail(fmt.Errorf("member %d heard %d after %d", member, number, c.heard[member]))
			return
		}
		atomic.AddInt64(&c.heard[member], 1)
	}
}

// talk says messages at the pace for so long and answers the server's CPU time per delivery once
// every member has heard the last one.
func (c *crowd) talk(length time.Duration) (time.Duration, error) {
	count := int(length.Seconds() * perSecond)
	before, err := c.server.cpu()
	if err != nil {
		return 0, err
	}
	started := time.Now()
	pace := time.NewTicker(time.Second / perSecond)
	defer pace.Stop()
	for i := 0; i < count; i++ {
		<-pace.C
		if err := c.sayNext(); err != nil {
			return 0, err
		}
	}
	if err := c.awaitHeard(); err != nil {
		return 0, fmt.Errorf("%s: %w", c.server.name, err)
	}
	if took := time.Since(started); took > length+length/10 {
		return 0, fmt.Errorf("%s: the pace was not kept: %v instead of %v", c.server.name, took, length)
	}
	after, err := c.server.cpu()
	return (after - before) / time.Duration(count*len(c.sockets)), err
}

func (c *crowd) sayNext() error {
	c.said++
	text := fmt.Sprintf("number %08d ", c.said)
	text += strings.Repeat("x", messageBytes-len(text))
	return c.sockets[0].say(
		fmt.Sprintf(`{"type":"say","id":%d,"room":"room-0","text":"%s"}`, c.said+10, text))
}

func (c *crowd) awaitHeard() error {
	for deadline := time.Now().Add(arrivesWithin); time.Now().Before(deadline); {
		select {
		case failure := <-c.failure:
			return failure
		default:
		}
		if c.missing() == 0 {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return fmt.Errorf("%d deliveries are missing after %v", c.missing(), arrivesWithin)
}

func (c *crowd) missing() int64 {
	missing := int64(0)
	for member := range c.heard {
		missing += c.said - atomic.LoadInt64(&c.heard[member])
	}
	return missing
}

func (c *crowd) fail(failure error) {
	select {
	case c.failure <- failure:
	default:
	}
}

func numberOf(text []byte) int64 {
	start := bytes.Index(text, numberMark)
	if start < 0 {
		return -1
	}
	number := int64(0)
	for _, digit := range text[start+len(numberMark):] {
		if digit < '0' || digit > '9' {
			break
		}
		number = number*10 + int64(digit-'0')
	}
	return number
}
