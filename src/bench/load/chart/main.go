// Draws what the benchmark measured: reads the tables of target/bench and writes an SVG file for each
// one that it knows. The same tables give the same bytes. Start it as `src/bench/benchmark charts FOLDER`.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// chart draws the table of its name.
type chart struct {
	name string
	draw func(table) (string, error)
}

const (
	cost    = "CPU µs per delivery"
	lastOf  = "p99 ms"
	perTime = "deliveries/s"
	ofRedis = "Redis µs per message"
)

var charts = []chart{
	{"calm", bars{column: cost, note: "shorter is better"}.draw},
	{"busy", bars{column: cost, note: "shorter is better"}.draw},
	{"ceiling", bars{column: "deliveries/s on one core", note: "longer is better"}.draw},
	{"idle", bars{column: "KB resident per idle connection", note: "shorter is better"}.draw},
	{"curves-members", lines{columns: []string{cost, lastOf, perTime}}.draw},
	{"curves-rooms", lines{columns: []string{cost, lastOf, perTime}}.draw},
	{"curves-nodes", lines{columns: []string{cost, ofRedis, lastOf, perTime}}.draw},
	{"curves-size", lines{columns: []string{cost, lastOf, perTime}}.draw},
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: chart FOLDER-OF-TABLES FOLDER-OF-CHARTS")
		os.Exit(2)
	}
	drawn, err := drawAll(os.Args[1], os.Args[2])
	if err == nil && drawn == 0 {
		err = fmt.Errorf("no table in %s: run the benchmark first", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "charts:", err)
		os.Exit(1)
	}
}

// drawAll leaves the chart of a table that is not there as it was.
func drawAll(from, to string) (drawn int, err error) {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return 0, err
	}
	for _, c := range charts {
		t, err := read(filepath.Join(from, c.name+".json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return drawn, err
		}
		picture, err := c.draw(t)
		if err != nil {
			return drawn, fmt.Errorf("%s: %w", c.name, err)
		}
		file := filepath.Join(to, c.name+".svg")
		if err := os.WriteFile(file, []byte(picture), 0o644); err != nil {
			return drawn, err
		}
		fmt.Println(file)
		drawn++
	}
	return drawn, nil
}

func read(file string) (t table, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal(text, &t); err != nil {
		return t, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}
