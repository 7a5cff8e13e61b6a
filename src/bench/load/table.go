package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

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

func (t *table) ceiling(name string, top int, limitedByLoad bool, half sample) {
	t.head = []string{"server", "deliveries/s on one core", "p50 ms at half", "p99 ms", "p99.9 ms"}
	most := fmt.Sprint(top)
	if limitedByLoad {
		most = "≥ " + most + " (the generator could no more)"
	}
	t.rows = append(t.rows, []string{name, most, digits(half.p50), digits(half.p99), digits(half.p999)})
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
	t.head = []string{"server", "CPU µs per delivery", "quartiles", "× the limit", "Redis µs",
		"p50 ms", "p99 ms", "p99.9 ms", "bytes", "generator"}
	for row, name := range t.names {
		cost := t.of(row, cpu)
		low, high := cost.quartiles()
		t.rows = append(t.rows, []string{name, digits(cost.median()),
			digits(low) + " to " + digits(high), digits(t.ratios(row).median()),
			digits(t.of(row, func(s sample) float64 { return s.redis }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p50 }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p99 }).median()),
			digits(t.of(row, func(s sample) float64 { return s.p999 }).median()),
			fmt.Sprintf("%.0f", t.of(row, func(s sample) float64 { return s.bytes }).median()),
			fmt.Sprintf("%.0f %%", 100*t.of(row, func(s sample) float64 { return s.load }).median())})
	}
	t.all = nil
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
