package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

const (
	panelFrom = 76.0
	panelTo   = wide - 40
	panelsTop = 62.0
	panelHigh = 120.0
	panelStep = 196.0
	// White around the numbers, where the line would cross them.
	halo = `text-anchor="middle" font-size="12" font-weight="600" fill="` + ink +
		`" stroke="#ffffff" stroke-width="4" paint-order="stroke"`
)

// lines draws columns of a table against its first one, a panel for each, one below the other.
type lines struct {
	columns []string
}

func (l lines) draw(t table) (string, error) {
	if len(t.Head) == 0 || len(t.Rows) == 0 {
		return "", fmt.Errorf("the table is empty")
	}
	xs, err := t.numbers(t.Head[0])
	if err != nil {
		return "", err
	}
	var all [][]float64
	for _, column := range l.columns {
		values, err := t.numbers(column)
		if err != nil {
			return "", err
		}
		all = append(all, values)
	}
	p := begin(panelsTop+panelStep*float64(len(all))+18, t.Title, l.describe(t.Head[0], xs, all))
	for i, values := range all {
		p.panel(panelsTop+panelStep*float64(i), l.columns[i], xs, values)
	}
	p.text((panelFrom+panelTo)/2, panelsTop+panelStep*float64(len(all))-2,
		escape(t.Head[0])+", logarithmic", `text-anchor="middle" fill="`+pale+`"`)
	return p.end(), nil
}

func (l lines) describe(label string, xs []float64, all [][]float64) string {
	var sentences []string
	for i, column := range l.columns {
		var points []string
		for at, value := range all[i] {
			points = append(points, short(value)+" at "+short(xs[at]))
		}
		sentences = append(sentences, column+": "+strings.Join(points, ", ")+".")
	}
	return "Line charts against " + label + ", on a logarithmic axis. " + strings.Join(sentences, " ")
}

// panel draws one line, with its values written at its points.
func (p *picture) panel(top float64, column string, xs, values []float64) {
	p.text(margin, top+10, escape(column), `font-weight="600" fill="`+ink+`"`)
	top += 38
	bottom := top + panelHigh
	marks := ticks(slices.Max(values))
	high := marks[len(marks)-1]
	for _, mark := range marks {
		y := bottom - mark/high*panelHigh
		p.line(panelFrom, y, panelTo, y, rule)
		p.text(panelFrom-8, y+4, short(mark), `text-anchor="end" font-size="12" fill="`+pale+`"`)
	}
	var points []spot
	for i, x := range xs {
		where := spot{along(xs, x), bottom - values[i]/high*panelHigh}
		points = append(points, where)
		p.line(where.x, bottom, where.x, bottom+4, pale)
		p.text(where.x, bottom+17, short(x), `text-anchor="middle" font-size="12" fill="`+pale+`"`)
	}
	p.path(points, accent)
	for i, where := range points {
		p.dot(where, accent)
		p.text(where.x, where.y-9, short(values[i]), halo)
	}
}

// along answers where a value of the logarithmic axis lies: the outer ones a little inside of the panel.
func along(xs []float64, x float64) float64 {
	const inside = 36
	low, high := math.Log(slices.Min(xs)), math.Log(slices.Max(xs))
	if high == low {
		return (panelFrom + panelTo) / 2
	}
	return panelFrom + inside + (math.Log(x)-low)/(high-low)*(panelTo-panelFrom-2*inside)
}
