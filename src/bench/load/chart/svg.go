package main

import (
	"fmt"
	"math"
	"strings"
)

const (
	wide   = 760.0
	margin = 24.0

	ink    = "#1f2933"
	pale   = "#52606d"
	rule   = "#e1e6eb"
	accent = "#0b6e4f" // Tertulia
	softer = "#7fb8a4" // Tertulia by another way
	other  = "#9aa8b5"
	floor  = "#52606d" // the limit
)

// picture is an SVG file that is being written, one element a line, so that changes are easy to see.
type picture struct {
	out strings.Builder
}

// begin writes a title for the eye and, with a description, for who cannot see.
func begin(high float64, title, description string) *picture {
	p := &picture{}
	fmt.Fprintf(&p.out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" `+
		`role="img" aria-labelledby="title description" `+
		`font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">`+"\n",
		at(wide), at(high), at(wide), at(high))
	fmt.Fprintf(&p.out, "<title id=\"title\">%s</title>\n<desc id=\"description\">%s</desc>\n",
		escape(title), escape(description))
	p.rect(0, 0, wide, high, "#ffffff")
	p.text(margin, 34, escape(title), `font-size="17" font-weight="600" fill="`+ink+`"`)
	return p
}

func (p *picture) end() string {
	return p.out.String() + "</svg>\n"
}

func (p *picture) rect(x, y, width, height float64, fill string) {
	fmt.Fprintf(&p.out, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n",
		at(x), at(y), at(width), at(height), fill)
}

func (p *picture) line(x1, y1, x2, y2 float64, stroke string) {
	fmt.Fprintf(&p.out, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s"/>`+"\n",
		at(x1), at(y1), at(x2), at(y2), stroke)
}

// text is of what is escaped already.
func (p *picture) text(x, y float64, escaped, attributes string) {
	fmt.Fprintf(&p.out, `<text x="%s" y="%s" %s>%s</text>`+"\n", at(x), at(y), attributes, escaped)
}

func (p *picture) path(points []spot, stroke string) {
	var corners []string
	for _, one := range points {
		corners = append(corners, at(one.x)+","+at(one.y))
	}
	fmt.Fprintf(&p.out, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5" stroke-linejoin="round"/>`+"\n",
		strings.Join(corners, " "), stroke)
}

func (p *picture) dot(where spot, fill string) {
	fmt.Fprintf(&p.out, `<circle cx="%s" cy="%s" r="4" fill="%s"/>`+"\n", at(where.x), at(where.y), fill)
}

type spot struct{ x, y float64 }

// at is a coordinate: a tenth of a pixel is enough.
func at(value float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", value), ".0")
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}

// ticks answers round numbers from 0 to the first that is not below the largest value.
func ticks(largest float64) []float64 {
	step := 1.0
	if largest > 0 {
		step = math.Pow(10, math.Floor(math.Log10(largest/4)))
	}
	for _, factor := range []float64{1, 2, 2.5, 5, 10} {
		if step*factor*4 >= largest {
			step *= factor
			break
		}
	}
	all := []float64{0}
	for all[len(all)-1] < largest || len(all) == 1 {
		all = append(all, step*float64(len(all)))
	}
	return all
}
