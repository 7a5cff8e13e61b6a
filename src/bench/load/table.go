package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tooMuch is the part of its core above which the generator may be what is measured.
const tooMuch = 0.9

// table is one question, the answers of all, and every sample behind them.
type table struct {
	title string
	head  []string
	rows  [][]string
	names []string
	all   [][]sample
}

func newTable(title string, audiences []*audience) *table {
	t := &table{title: title}
	for _, a := range audiences {
		t.names = append(t.names, a.name)
		t.all = append(t.all, nil)
	}
	return t
}

func (t *table) add(row int, s sample) {
	t.all[row] = append(t.all[row], s)
}

// ceilings has the deliveries per second of each, and the latency of its samples at half of that.
func (t *table) ceilings(most []string) {
	t.head = []string{"server", "deliveries/s on one core", "p50 ms at half", "p99 ms", "quartiles", "tertulia is", "p99.9 ms"}
	standing := t.standing(func(s sample) float64 { return s.p99 })
	for row, name := range t.names {
		last := t.of(row, func(s sample) float64 { return s.p99 })
		low, high := last.quartiles()
		t.rows = append(t.rows, []string{name, most[row],
			digits(t.of(row, func(s sample) float64 { return s.p50 }).median()),
			digits(last.median()), digits(low) + " to " + digits(high), standing[row],
			digits(t.of(row, func(s sample) float64 { return s.p999 }).median())})
	}
	t.all = nil
}

// standing says of each row whether Tertulia is ahead of it in a quantity of which less is better: by
// a lower median with the interquartile ranges apart.
func (t *table) standing(quantity func(sample) float64) []string {
	all := make([]string, len(t.names))
	own := slices.IndexFunc(t.names, func(name string) bool { return strings.HasPrefix(name, "tertulia") })
	for row := range t.names {
		all[row] = "–"
		if own < 0 || row == own {
			continue
		}
		ours, theirs := t.of(own, quantity), t.of(row, quantity)
		low, high := ours.quartiles()
		theirLow, theirHigh := theirs.quartiles()
		switch {
		case high < theirLow:
			all[row] = "ahead"
		case theirHigh < low:
			all[row] = "behind"
		default:
			all[row] = "equal"
		}
	}
	return all
}

func digits(value float64) string { return fmt.Sprintf("%.2f", value) }

// of answers one quantity of all samples of a row.
func (t *table) of(row int, quantity func(sample) float64) figure {
	f := figure{}
	for _, s := range t.all[row] {
		f.add(quantity(s))
	}
	return f
}

func cpu(s sample) float64 { return s.cpu }

// ratios are to the first row, round by round.
func (t *table) ratios(row int) figure {
	f := figure{}
	for i, s := range t.all[row] {
		f.add(s.cpu / t.all[0][i].cpu)
	}
	return f
}

func (t *table) finish() {
	if len(t.all) == 0 {
		return
	}
	t.head = []string{"server", "CPU µs per delivery", "quartiles", "tertulia is", "× the limit", "Redis µs",
		"p50 ms", "p99 ms", "p99.9 ms", "bytes", "generator"}
	standing := t.standing(cpu)
	for row, name := range t.names {
		cost := t.of(row, cpu)
		low, high := cost.quartiles()
		t.rows = append(t.rows, []string{name, digits(cost.median()),
			digits(low) + " to " + digits(high), standing[row], digits(t.ratios(row).median()),
			digits(t.of(row, func(s sample) float64 { return s.redis }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p50 }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p99 }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p999 }).median()),
			fmt.Sprintf("%.0f", t.of(row, func(s sample) float64 { return s.bytes }).median()),
			generator(t.of(row, func(s sample) float64 { return s.load }).median())})
	}
	t.all = nil
}

// generator says when it was the load, not the server, that could no more.
func generator(load float64) string {
	share := fmt.Sprintf("%.0f %%", 100*load)
	if load > tooMuch {
		share += " (could no more)"
	}
	return share
}

func (t *table) String() string {
	t.finish()
	var out strings.Builder
	fmt.Fprintf(&out, "\n### %s\n\n| %s |\n|%s\n", t.title, strings.Join(t.head, " | "),
		strings.Repeat("---|", len(t.head)))
	for _, row := range t.rows {
		fmt.Fprintf(&out, "| %s |\n", strings.Join(row, " | "))
	}
	return out.String()
}

func (t *table) save(name string) error {
	text, err := json.MarshalIndent(map[string]any{"title": t.title, "head": t.head, "rows": t.rows}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("target", "bench", name+".json"), text, 0o644)
}
