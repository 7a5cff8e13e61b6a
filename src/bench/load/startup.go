package main

import (
	"os"
	"path/filepath"
	"time"
)

const (
	handshakeTries = 5 * time.Millisecond
	startWithin    = 60 * time.Second
)

// startup measures the seconds from the start of the process to the first completed handshake, of
// each package by turns, so that whatever else the machine does meets all of them.
func startup(times int, folders []string) ([]figure, error) {
	figures := make([]figure, len(folders))
	for i, folder := range folders {
		figures[i] = figure{name: "start to first handshake, " + folder, unit: "s", digits: 2}
		if cacheOf(folder) != "" {
			figures[i].name += " with its cache"
		}
	}
	for range times {
		for i, folder := range folders {
			seconds, err := firstHandshake(folder)
			if err != nil {
				return nil, err
			}
			figures[i].add(seconds)
		}
	}
	return figures, nil
}

// cacheOf answers the cache of classes that ./mvnw -Paot has left, or nothing.
func cacheOf(folder string) string {
	cache := filepath.Join(folder, "tertulia.aot")
	if _, err := os.Stat(cache); err != nil {
		return ""
	}
	return cache
}

func firstHandshake(folder string) (float64, error) {
	// As ./mvnw start does; but a cache that does not fit is an error.
	flags := []string{"@src/main/docker/jvm.options"}
	if cache := cacheOf(folder); cache != "" {
		flags = append(flags, "-XX:AOTMode=on", "-XX:AOTCache="+cache)
	}
	s, err := startPackage(folder, allCores, flags...)
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
