package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
)

// dialect is what a client says to a server so that it is let in, heard, and not thought dead.
type dialect struct {
	path        string
	subprotocol string
	// greetings are said after the handshake; each is answered with something that holds its mark.
	greetings []greeting
	// join is the greeting for one room, nil where all are in the same one.
	join func(room int) greeting
	// say answers the command that says a text in a room.
	say func(id int64, room int, text string) string
	// ping is the text by which the server asks whether the client is there, pong what it answers.
	ping, pong string
}

type greeting struct {
	command, mark string
}

// deployment is what runs of one peer: servers among which clients are spread, and what they need.
type deployment struct {
	dialect
	servers []*server
	redis   *redisServer
}

// peer is one of those that are compared.
type peer struct {
	name  string
	start func(cores string) (*deployment, error)
}

const limit = "the limit: a write per member, in C"

var (
	plainJson = dialect{path: "/", say: sayPlain}

	tertulia = dialect{path: "/chat", subprotocol: jsonProtocol, greetings: hello, join: joinPlain, say: sayPlain}

	// It has one room and no names, but exchanges as many messages until a member is in.
	nodeWs = dialect{path: "/", greetings: hello, join: joinPlain, say: sayPlain}

	hello = []greeting{{`{"type":"hello","id":1,"name":"member"}`, `"type":"welcome"`}}

	socketIo = dialect{path: "/socket.io/?EIO=4&transport=websocket", ping: "2", pong: "3",
		greetings: []greeting{{"40", "40{"}},
		say: func(_ int64, room int, text string) string {
			return fmt.Sprintf(`42["say",{"room":"room-%d","text":"%s"}]`, room, text)
		}}

	centrifuge = dialect{path: "/connection/websocket", ping: "{}", pong: "{}", greetings: []greeting{
		{`{"id":1,"connect":{}}`, `"connect":{`},
	}, join: func(room int) greeting {
		return greeting{fmt.Sprintf(`{"id":2,"subscribe":{"channel":"room-%d"}}`, room), `"subscribe":{`}
	}, say: func(id int64, room int, text string) string {
		// The library passes on what it gets: it is given what the others build.
		return fmt.Sprintf(`{"id":%d,"publish":{"channel":"room-%d","data":`+
			`{"type":"message","room":"room-%d","seq":%d,"mid":"0123456789abcdef","from":`+
			`{"id":"g-0123456789abcdef","name":"publisher","guest":true},"text":"%s","at":1700000000000}}}`,
			id, room, room, id, text)
	}}
)

func joinPlain(room int) greeting {
	return greeting{fmt.Sprintf(`{"type":"join","id":2,"room":"room-%d"}`, room), `"type":"joined"`}
}

func sayPlain(id int64, room int, text string) string {
	return fmt.Sprintf(`{"type":"say","id":%d,"room":"room-%d","text":"%s"}`, id, room, text)
}

// peers are all that run in one process, the limit first.
func peers() []peer {
	return []peer{
		{limit, simple("limit", plainJson, compiled("limit"))},
		{"tertulia, one node in memory", oneTertulia("direct")},
		{"  its frames through Netty", oneTertulia("netty")},
		{"  its frames by sendText", oneTertulia("plain")},
		{"tertulia, one node with Redis", tertulias(1, loadCore)},
		{"Node ws", simple("ws", nodeWs, node("ws.cjs"))},
		{"Node ws + Redis", withRedis("ws-redis", nodeWs, node("ws.cjs"), url)},
		{"Socket.IO + Redis", withRedis("socketio", socketIo, node("socketio.cjs"), url)},
		{"Go centrifuge, memory", simple("centrifuge", centrifuge, compiled("centrifuge"))},
		{"Go centrifuge + Redis", withRedis("centrifuge-redis", centrifuge, compiled("centrifuge"), hostAndPort)},
		{"Go centrifuge + Redis + history", withRedis("centrifuge-history", centrifuge, compiled("centrifuge"),
			func(r *redisServer) []string { return append(hostAndPort(r), "history") })},
	}
}

// pairs are those of two nodes over one Redis.
func pairs() []peer {
	return []peer{
		{"tertulia, two nodes with Redis", tertulias(2, serverCore)},
		{"Node ws + Redis, two of them", overRedis(2, serverCore, "ws-pair", nodeWs, node("ws.cjs"), url)},
	}
}

func compiled(name string) []string {
	return []string{filepath.Join("target", "bench", name)}
}

func node(script string) []string {
	return []string{"node", filepath.Join("target", "bench", "peers", script)}
}

func url(r *redisServer) []string { return []string{r.url()} }

func hostAndPort(r *redisServer) []string { return []string{"127.0.0.1:" + strconv.Itoa(r.port)} }

func simple(name string, d dialect, command []string) func(string) (*deployment, error) {
	return func(cores string) (*deployment, error) {
		return (&deployment{dialect: d}).with(name, cores, command)
	}
}

// withRedis is one server; its Redis has the other core.
func withRedis(name string, d dialect, command []string,
	arguments func(*redisServer) []string) func(string) (*deployment, error) {
	return overRedis(1, loadCore, name, d, command, arguments)
}

// overRedis are so many servers over one Redis, which may share their core or have the other.
func overRedis(servers int, redisCore, name string, d dialect, command []string,
	arguments func(*redisServer) []string) func(string) (*deployment, error) {
	return func(cores string) (*deployment, error) {
		r, err := startRedis(redisCore)
		if err != nil {
			return nil, err
		}
		all := &deployment{dialect: d, redis: r}
		for i := 0; i < servers; i++ {
			if _, err := all.with(name, cores, command, arguments(r)...); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
}

func (d *deployment) with(name, cores string, command []string, arguments ...string) (*deployment, error) {
	s := &server{name: name, port: freePort()}
	all := append(append(append([]string{}, command...), strconv.Itoa(s.port)), arguments...)
	if err := s.start(cores, all); err != nil {
		return nil, err
	}
	d.servers = append(d.servers, s)
	return d, s.awaitReady()
}

func oneTertulia(writes string, flags ...string) func(string) (*deployment, error) {
	return func(cores string) (*deployment, error) {
		all := append([]string{heap, "-Dtertulia.socket.writes=" + writes}, flags...)
		s, err := startTertulia(cores, all...)
		if err != nil {
			return nil, err
		}
		return &deployment{dialect: tertulia, servers: []*server{s}}, s.awaitReady()
	}
}

// chosen leaves out those that -peers does not match.
func chosen(all []peer) []peer {
	return named(*whom, all)
}

func named(pattern string, all []peer) []peer {
	names := regexp.MustCompile(pattern)
	var some []peer
	for _, one := range all {
		if names.MatchString(one.name) {
			some = append(some, one)
		}
	}
	return some
}

// tertulias are so many nodes over one Redis, which may share their core or have the other.
func tertulias(nodes int, redisCore string) func(string) (*deployment, error) {
	return func(cores string) (*deployment, error) {
		r, err := startRedis(redisCore)
		if err != nil {
			return nil, err
		}
		d := &deployment{dialect: tertulia, redis: r}
		for i := 0; i < nodes; i++ {
			s, err := startTertulia(cores, heap, secret, "-Dquarkus.redis.hosts="+r.url())
			if err != nil {
				return nil, err
			}
			d.servers = append(d.servers, s)
		}
		for _, s := range d.servers {
			if err := s.awaitReady(); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
}

func (d *deployment) stop() {
	for _, s := range d.servers {
		s.stop()
	}
	if d.redis != nil {
		d.redis.stop()
	}
}

// enter lets member `number` in at its server, greeted, in the room that all are in.
func (d *deployment) enter(number int) (*socket, error) {
	return d.enterRooms(number, []int{0})
}

func (d *deployment) enterRooms(number int, rooms []int) (*socket, error) {
	s, err := d.knock(number)
	if err != nil {
		return nil, err
	}
	all := append([]greeting{}, d.greetings...)
	for _, room := range rooms {
		if d.join != nil {
			all = append(all, d.join(room))
		}
	}
	for _, g := range all {
		if err := s.say(g.command); err != nil {
			return nil, err
		}
		if err := s.await(g.mark); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

// knock is the handshake alone.
func (d *deployment) knock(number int) (*socket, error) {
	to := d.servers[number%len(d.servers)]
	return dial(address{port: to.port, path: d.path, subprotocol: d.subprotocol}, number)
}

// answers says what a ping of the server's own kind wants to hear. It may share a text with what
// centrifuge sends at the same time, a line each.
func (d *deployment) answers(s *socket, text []byte) error {
	if d.ping == "" {
		return nil
	}
	for line := range bytes.Lines(text) {
		if string(bytes.TrimSuffix(line, []byte("\n"))) == d.ping {
			return s.say(d.pong)
		}
	}
	return nil
}
