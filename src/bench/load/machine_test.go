package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// process is what a test wants to stand in /proc.
type process struct {
	pid, parent, utime, cstime int
}

func fakeProc(t *testing.T, stat string, processes ...process) string {
	t.Helper()
	proc := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(proc, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("stat", stat+"\ncpu0 1 2 3 4 5 6 7 8 9 10\n")
	for _, p := range processes {
		write(fmt.Sprintf("%d/stat", p.pid),
			fmt.Sprintf("%d (a ) name) S %d 1 1 0 -1 4194304 1 0 0 0 %d 0 0 %d 20 0 1 0 1 1 1", p.pid, p.parent, p.utime, p.cstime))
	}
	return proc
}

func TestWhatOthersTakeIsWhatNeitherWeNorOursTake(t *testing.T) {
	me := os.Getpid()
	before, err := look(fakeProc(t, "cpu 1000 0 500 9000 0 0 70 40 0 0",
		process{1, 0, 100, 0}, process{me, 1, 50, 10}, process{me + 1, me, 200, 0}))
	if err != nil {
		t.Fatal(err)
	}
	// Ten seconds later: 600 ticks spent, of which 100 by us, 200 by a grandchild and 50 by a child that has ended.
	after, err := look(fakeProc(t, "cpu 1400 100 600 9400 0 0 999 140 0 0",
		process{1, 0, 400, 0}, process{me, 1, 150, 60}, process{me + 1, me, 200, 0}, process{me + 2, me + 1, 200, 0}))
	if err != nil {
		t.Fatal(err)
	}
	before.at, after.at = time.Unix(0, 0), time.Unix(10, 0)
	took := before.until(after)
	if fmt.Sprintf("%.2f %.2f", took.programs, took.host) != "0.25 0.10" {
		t.Errorf("others took %v", took)
	}
	if took.tooMuch() {
		t.Errorf("0.35 of a core is said to be too much")
	}
}

func TestFiguresOfABusyMachineAreSaidToMeanNothing(t *testing.T) {
	if said := (others{programs: 0.3, host: 0.1}).String(); !strings.Contains(said, "mean nothing") {
		t.Error(said)
	}
	if said := (others{programs: 0.3}).String(); strings.Contains(said, "mean nothing") {
		t.Error(said)
	}
}

func TestThisMachineCanBeLookedAt(t *testing.T) {
	if _, err := look("/proc"); err != nil {
		t.Error(err)
	}
}
