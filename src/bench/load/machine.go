package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tooBusy is what others may take, in cores, before figures mean nothing: what the starts in
// performance.md were counted under.
const tooBusy = 0.35

// machine is what its processors had done at a moment.
type machine struct {
	at    time.Time
	spent time.Duration // in processes, of anybody
	ours  time.Duration // in this process and those that it started
	host  time.Duration // what a host gave to others while a process here wanted it
}

// others is what was spent for nobody's figures, in cores.
type others struct {
	programs, host float64
}

// look reads it off /proc: proc_stat(5), proc_pid_stat(5).
func look(proc string) (machine, error) {
	stat, err := os.ReadFile(filepath.Join(proc, "stat"))
	if err != nil {
		return machine{}, err
	}
	line, _, _ := strings.Cut(string(stat), "\n")
	words := strings.Fields(line)
	if len(words) < 9 || words[0] != "cpu" {
		return machine{}, fmt.Errorf("%s/stat begins with %q", proc, line)
	}
	// user nice system idle iowait irq softirq steal. Interrupts are left out: those of our own
	// connections are among them, and nobody's.
	var ticks [8]int64
	for i := range ticks {
		if ticks[i], err = strconv.ParseInt(words[i+1], 10, 64); err != nil {
			return machine{}, err
		}
	}
	ours, err := familyTicks(proc, os.Getpid())
	return machine{time.Now(), inTime(ticks[0] + ticks[1] + ticks[2]), inTime(ours), inTime(ticks[7])}, err
}

func inTime(ticks int64) time.Duration {
	return time.Duration(ticks) * time.Second / ticksPerSecond
}

// familyTicks sums up what a process, all below it, and those of them that have ended have used.
func familyTicks(proc string, root int) (int64, error) {
	files, err := filepath.Glob(filepath.Join(proc, "[0-9]*", "stat"))
	if err != nil {
		return 0, err
	}
	parents, used := map[int]int{}, map[int]int64{}
	for _, file := range files {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended meanwhile
		}
		// The name, in parentheses, may hold anything.
		words := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil || len(words) < 15 {
			continue
		}
		parents[pid], _ = strconv.Atoi(words[1])
		for _, word := range words[11:15] { // utime stime cutime cstime
			ticks, _ := strconv.ParseInt(word, 10, 64)
			used[pid] += ticks
		}
	}
	var sum int64
	for pid := range used {
		for above := pid; above != 0; above = parents[above] {
			if above == root {
				sum += used[pid]
				break
			}
		}
	}
	return sum, nil
}

// until is what others took between two looks.
func (m machine) until(later machine) others {
	took := later.at.Sub(m.at)
	foreign := (later.spent - m.spent) - (later.ours - m.ours)
	return others{
		programs: max(0, foreign.Seconds()/took.Seconds()),
		host:     max(0, (later.host-m.host).Seconds()/took.Seconds()),
	}
}

func (o others) tooMuch() bool { return o.programs+o.host > tooBusy }

// String is a sentence for below a table.
func (o others) String() string {
	words := fmt.Sprintf("Meanwhile other programs took %.2f of a core, and this machine's host %.2f.", o.programs, o.host)
	if o.tooMuch() {
		words += fmt.Sprintf("\n\n**The machine was too busy: these figures mean nothing.** More than %.2f of a core went to others;"+
			" measure again when nothing else runs.", tooBusy)
	}
	return words
}

// watched does something and says what others took meanwhile; where there is no /proc, that nobody knows.
func watched(do func() error) (string, error) {
	before, blind := look("/proc")
	if err := do(); err != nil {
		return "", err
	}
	after, err := look("/proc")
	if blind != nil || err != nil {
		return "How busy the machine was is not known: there is no /proc.", nil
	}
	return before.until(after).String(), nil
}
