package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var servers = table{Title: "Calm room: a < b & c", Head: []string{"server", cost}, Rows: [][]string{
	{"the limit", "13.00"}, {"tertulia", "20.33"}, {"  its frames by <another> way", "29.00"}, {"Node ws", "-1.00"}}}

func TestEveryBarHasItsNameAndNumberInFilesThatAreXml(t *testing.T) {
	picture, err := bars{column: cost, note: "shorter is better"}.draw(servers)
	if err != nil {
		t.Fatal(err)
	}
	texts := textsOf(t, picture)
	for _, expected := range []string{"Calm room: a < b & c", "tertulia", "20.3", "its frames by <another> way", "29", cost} {
		if !slices.Contains(texts, expected) {
			t.Errorf("%q is not among %q", expected, texts)
		}
	}
	if strings.Contains(picture, `width="-`) {
		t.Error("a bar of less than nothing")
	}
}

func TestTheSameTableGivesTheSameBytes(t *testing.T) {
	first, _ := bars{column: cost}.draw(servers)
	second, _ := bars{column: cost}.draw(servers)
	if first != second {
		t.Error("two files of the same table differ")
	}
}

func TestTenTimesAsManyIsTheSameStepToTheRight(t *testing.T) {
	xs := []float64{10, 100, 1000, 10000}
	step := along(xs, 100) - along(xs, 10)
	if other := along(xs, 10000) - along(xs, 1000); other-step > 0.001 || step-other > 0.001 {
		t.Errorf("%f is not %f", other, step)
	}
	if only := along([]float64{7}, 7); only < panelFrom || only > panelTo {
		t.Errorf("a single point at %f is outside", only)
	}
}

func TestALineHasAPanelForEachColumn(t *testing.T) {
	picture, err := lines{columns: []string{cost, lastOf}}.draw(table{Title: "Members",
		Head: []string{"members", cost, lastOf}, Rows: [][]string{{"10", "20.00", "0.00"}, {"1000", "12.00", "0.00"}}})
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(picture, "<polyline"); lines != 2 {
		t.Errorf("%d lines", lines)
	}
	if texts := textsOf(t, picture); !slices.Contains(texts, "1,000") || !slices.Contains(texts, lastOf) {
		t.Errorf("%q", texts)
	}
}

func TestTheAxisEndsAtARoundNumberThatIsNotTooSmall(t *testing.T) {
	for largest, last := range map[float64]float64{0: 1, 0.3: 0.3, 29: 30, 100: 100, 101: 150, 15000: 15000, 16001: 20000} {
		marks := ticks(largest)
		if end := marks[len(marks)-1]; end-last > 1e-9 || last-end > 1e-9 {
			t.Errorf("%v up to %v, expected %v", marks, largest, last)
		}
	}
}

func TestNumbersReadLikeNumbers(t *testing.T) {
	for number, text := range map[float64]string{0: "0", 1.1: "1.1", 0.254: "0.25", 20.33: "20.3", 9400: "9,400",
		1234567: "1,234,567", -63.1: "-63.1", -1500: "-1,500"} {
		if short(number) != text {
			t.Errorf("%s instead of %s", short(number), text)
		}
	}
	if most, err := numberIn("≥ 90000 (the generator could no more)"); err != nil || most != 90000 {
		t.Errorf("%v %v", most, err)
	}
}

func TestOnlyTheTablesThatAreThereAreDrawn(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "charts")
	saved := `{"title":"Busy","head":["server","` + cost + `"],"rows":[["tertulia","1.00"]]}`
	if err := os.WriteFile(filepath.Join(from, "busy.json"), []byte(saved), 0o644); err != nil {
		t.Fatal(err)
	}
	drawn, err := drawAll(from, to)
	files, _ := filepath.Glob(filepath.Join(to, "*"))
	if err != nil || drawn != 1 || len(files) != 1 || filepath.Base(files[0]) != "busy.svg" {
		t.Errorf("%d %v %v", drawn, files, err)
	}
}

func TestATableWithoutTheColumnSaysWhichItHas(t *testing.T) {
	_, err := bars{column: "no such"}.draw(servers)
	if err == nil || !strings.Contains(err.Error(), cost) {
		t.Error(err)
	}
}

// textsOf answers what is written in a picture, which must be XML.
func textsOf(t *testing.T, picture string) (texts []string) {
	t.Helper()
	for in := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, is := token.(xml.CharData); is && strings.TrimSpace(string(text)) != "" {
			texts = append(texts, string(text))
		}
	}
}
