package main

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
)

// table is what the benchmark saved.
type table struct {
	Title string
	Head  []string
	Rows  [][]string
}

// column answers the cells below a head.
func (t table) column(head string) ([]string, error) {
	at := slices.Index(t.Head, head)
	if at < 0 {
		return nil, fmt.Errorf("no column %q among %q", head, t.Head)
	}
	var cells []string
	for _, row := range t.Rows {
		if at >= len(row) {
			return nil, fmt.Errorf("a row without %q: %q", head, row)
		}
		cells = append(cells, row[at])
	}
	return cells, nil
}

func (t table) numbers(head string) ([]float64, error) {
	cells, err := t.column(head)
	if err != nil {
		return nil, err
	}
	var all []float64
	for _, cell := range cells {
		number, err := numberIn(cell)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", head, err)
		}
		all = append(all, number)
	}
	return all, nil
}

var firstNumber = regexp.MustCompile(`-?\d+(\.\d+)?`)

// numberIn answers the first number of a cell like "≥ 90000 (the generator could no more)".
func numberIn(cell string) (float64, error) {
	digits := firstNumber.FindString(cell)
	if digits == "" {
		return 0, fmt.Errorf("no number in %q", cell)
	}
	return strconv.ParseFloat(digits, 64)
}

// short writes a number with three digits of it or all before the point, its thousands set apart: 0.25, 20.3, 15,000.
func short(number float64) string {
	size := max(number, -number)
	switch {
	case size < 10:
		return strconv.FormatFloat(math.Round(number*100)/100, 'f', -1, 64)
	case size < 100:
		return strconv.FormatFloat(math.Round(number*10)/10, 'f', -1, 64)
	}
	digits := strconv.FormatFloat(size, 'f', 0, 64)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	if number < 0 {
		return "-" + digits
	}
	return digits
}
