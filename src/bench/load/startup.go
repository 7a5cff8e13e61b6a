package main

import "time"

const (
	handshakeTries = 5 * time.Millisecond
	startWithin    = 60 * time.Second
)

// startup measures the seconds from the start of the process to the first completed handshake.
func startup(times int) (figure, error) {
	result := figure{name: "process start to first WebSocket handshake", unit: "s", digits: 2}
	for i := 0; i < times; i++ {
		seconds, err := firstHandshake()
		if err != nil {
			return result, err
		}
		result.add(seconds)
	}
	return result, nil
}

func firstHandshake() (float64, error) {
	s, err := startTertulia(allCores)
	if err != nil {
		return 0, err
	}
	defer s.stop()
	for {
		socket, err := dial(address{port: s.port, path: "/"}, 0)
		elapsed := time.Since(s.started)
		if err == nil {
			socket.close()
			return elapsed.Seconds(), nil
		}
		if elapsed > startWithin {
			return 0, err
		}
		time.Sleep(handshakeTries)
	}
}
