package main

import (
	"fmt"
	"slices"
	"strings"
)

const (
	barsFrom = 270.0 // right of the names
	barsTo   = wide - 110
	barStep  = 30.0
	barHigh  = 18.0
	barsTop  = 84.0
)

// bars draws one column of a table, a bar for each server, in the order of the table.
type bars struct {
	column, note string
}

func (b bars) draw(t table) (string, error) {
	values, err := t.numbers(b.column)
	if err != nil {
		return "", err
	}
	if len(values) == 0 {
		return "", fmt.Errorf("the table is empty")
	}
	cells, _ := t.column(b.column)
	bottom := barsTop + barStep*float64(len(values))
	p := begin(bottom+56, t.Title, b.describe(t, values))
	p.text(margin, 56, escape(b.column+", "+b.note), `fill="`+pale+`"`)
	marks := ticks(slices.Max(values))
	scale := (barsTo - barsFrom) / marks[len(marks)-1]
	for _, mark := range marks {
		x := barsFrom + mark*scale
		p.line(x, barsTop-6, x, bottom, rule)
		p.text(x, bottom+18, short(mark), `text-anchor="middle" font-size="12" fill="`+pale+`"`)
	}
	p.text((barsFrom+barsTo)/2, bottom+40, escape(b.column), `text-anchor="middle" fill="`+pale+`"`)
	for row, value := range values {
		y := barsTop + barStep*float64(row)
		label := short(value)
		if strings.HasPrefix(cells[row], "≥") {
			label = "≥ " + label
		}
		p.bar(y, max(0, value)*scale, t.Rows[row][0], label)
	}
	return p.end(), nil
}

func (b bars) describe(t table, values []float64) string {
	var all []string
	for row, value := range values {
		all = append(all, strings.TrimSpace(t.Rows[row][0])+" "+short(value))
	}
	return "Bar chart, " + b.column + ", " + b.note + ". " + strings.Join(all, "; ") + "."
}

func (p *picture) bar(y, width float64, name, label string) {
	fill, weight := colour(name)
	middle := y + barHigh/2 + 4.5
	indent := 7 * float64(len(name)-len(strings.TrimLeft(name, " ")))
	p.text(margin+indent, middle, escape(strings.TrimSpace(name)), fmt.Sprintf(`font-weight="%s" fill="%s"`, weight, ink))
	p.rect(barsFrom, y, width, barHigh, fill)
	p.text(barsFrom+width+8, middle, escape(label), fmt.Sprintf(`font-weight="%s" fill="%s"`, weight, ink))
}

// colour sets Tertulia apart, its other ways of writing (indented in the table) a little less, and the limit.
func colour(name string) (fill, weight string) {
	switch {
	case strings.HasPrefix(name, "tertulia"):
		return accent, "700"
	case strings.HasPrefix(name, " "):
		return softer, "400"
	case strings.HasPrefix(name, "the limit"):
		return floor, "400"
	}
	return other, "400"
}
