package main

import (
	"fmt"
	"sort"
)

// figure is one measured quantity with all its samples.
type figure struct {
	name    string
	unit    string
	digits  int
	samples []float64
}

func (f *figure) add(sample float64) {
	f.samples = append(f.samples, sample)
}

func (f figure) median() float64 {
	sorted := f.sorted()
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// quartiles are the lower and the upper one, of the nearest rank.
func (f figure) quartiles() (low, high float64) {
	sorted := f.sorted()
	return sorted[(len(sorted)-1)/4], sorted[len(sorted)-1-(len(sorted)-1)/4]
}

func (f figure) sorted() []float64 {
	sorted := append([]float64(nil), f.samples...)
	sort.Float64s(sorted)
	return sorted
}

func (f figure) row() string {
	sorted := f.sorted()
	return fmt.Sprintf("| %-64s | %-4s | %8.*f | %8.*f | %8.*f | %2d |", f.name, f.unit,
		f.digits, f.median(), f.digits, sorted[0], f.digits, sorted[len(sorted)-1], len(sorted))
}

const header = "| figure                                                           | unit |   median |      min |      max |  n |\n" +
	"|------------------------------------------------------------------|------|---------:|---------:|---------:|---:|"
