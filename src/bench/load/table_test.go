package main

import (
	"slices"
	"testing"
)

// Ahead is only who has a lower median and whose interquartile range is apart.
func TestStanding(t *testing.T) {
	costs := map[string][]float64{
		"the limit": {1, 1, 1, 1}, "tertulia, one node in memory": {2, 2.1, 2.2, 2.3},
		"near": {2.2, 2.3, 2.4, 2.5}, "far": {2.9, 3, 3, 3.1},
	}
	table := &table{names: []string{"the limit", "tertulia, one node in memory", "near", "far"}}
	for _, name := range table.names {
		var all []sample
		for _, one := range costs[name] {
			all = append(all, sample{cpu: one})
		}
		table.all = append(table.all, all)
	}
	if got, want := table.standing(cpu), []string{"behind", "–", "equal", "ahead"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
