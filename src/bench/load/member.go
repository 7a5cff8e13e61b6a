package main

import (
	"bytes"
	"fmt"
	"sync"
	"time"
)

const (
	jsonProtocol = "tertulia.v1.json"
	joining      = 32 // handshakes at the same time
)

// enter opens connection `number` of a kind and returns when the server has let it in.
type enter func(number int) (*socket, error)

// enterJson says hello and joins one of so many rooms.
func enterJson(port, rooms int) enter {
	return func(number int) (*socket, error) {
		s, err := dial(address{port: port, path: "/chat", subprotocol: jsonProtocol}, number)
		if err != nil {
			return nil, err
		}
		hello := fmt.Sprintf(`{"type":"hello","id":1,"name":"member-%d"}`, number)
		join := fmt.Sprintf(`{"type":"join","id":2,"room":"room-%d"}`, number%rooms)
		if err := s.say(hello, join); err != nil {
			return nil, err
		}
		return s, s.await(`"type":"joined"`)
	}
}

// enterBare is a client without a sub-protocol in one of so many rooms.
func enterBare(port, rooms int) enter {
	return func(number int) (*socket, error) {
		path := fmt.Sprintf("/chat/room-%d", number%rooms)
		s, err := dial(address{port: port, path: path}, number)
		if err != nil {
			return nil, err
		}
		return s, s.await("Bienvenido al chat WebSocket!")
	}
}

// enterPlain is a client of the Node server, which greets nobody.
func enterPlain(port int) enter {
	return func(number int) (*socket, error) {
		return dial(address{port: port, path: "/"}, number)
	}
}

func (s *socket) say(commands ...string) error {
	for _, command := range commands {
		if err := s.send(opText, []byte(command)); err != nil {
			return err
		}
	}
	return nil
}

func (s *socket) await(part string) error {
	s.conn.SetReadDeadline(time.Now().Add(handshakeWithin))
	defer s.conn.SetReadDeadline(time.Time{})
	for {
		text, err := s.nextText()
		if err != nil {
			return fmt.Errorf("waiting for %s: %w", part, err)
		}
		if bytes.Contains(text, []byte(part)) {
			return nil
		}
		if bytes.Contains(text, []byte(`"type":"error"`)) || bytes.HasPrefix(text, []byte("! ")) {
			return fmt.Errorf("waiting for %s: %s", part, text)
		}
	}
}

// open lets so many connections in, some at the same time, and answers all or the first failure.
func open(count int, kind enter) ([]*socket, error) {
	sockets := make([]*socket, count)
	failures := make([]error, joining)
	var workers sync.WaitGroup
	for worker := 0; worker < joining; worker++ {
		workers.Add(1)
		go func(worker int) {
			defer workers.Done()
			for number := worker; number < count && failures[worker] == nil; number += joining {
				sockets[number], failures[worker] = kind(number)
			}
		}(worker)
	}
	workers.Wait()
	for _, failure := range failures {
		if failure != nil {
			return nil, failure
		}
	}
	return sockets, nil
}
