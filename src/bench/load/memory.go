package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	rooms         = 100
	warmUpMembers = 1000
	settle        = 5 * time.Second
	goneWithin    = 30 * time.Second
)

var heapLine = regexp.MustCompile(`used (\d+)K`)

// footprint is what a server holds after a full collection.
type footprint struct {
	resident int
	heap     int
}

// memory measures what one idle connection costs, in fresh processes: resident memory, and the part
// of it that is live heap. What the kernel holds for a socket is in neither.
func memory(times, connections int, name string, kind func(port, rooms int) enter) ([]figure, error) {
	resident := figure{name: "resident memory per idle connection, " + name, unit: "KB", digits: 1}
	heap := figure{name: "  of it live heap", unit: "KB", digits: 1}
	total := figure{name: fmt.Sprintf("  whole process at %d connections", connections), unit: "MB", digits: 0}
	for i := 0; i < times; i++ {
		empty, full, err := footprints(connections, kind)
		if err != nil {
			return nil, err
		}
		resident.add(float64(full.resident-empty.resident) / float64(connections) / 1024)
		heap.add(float64(full.heap-empty.heap) / float64(connections) / 1024)
		total.add(float64(full.resident) / 1024 / 1024)
	}
	return []figure{resident, heap, total}, nil
}

func footprints(connections int, kind func(port, rooms int) enter) (empty, full footprint, err error) {
	s, err := startTertulia(allCores, "-Xmx512m")
	if err != nil {
		return
	}
	defer s.stop()
	if err = s.awaitReady(); err != nil {
		return
	}
	if err = s.comeAndGo(kind(s.port, rooms)); err != nil {
		return
	}
	if empty, err = s.footprint(); err != nil {
		return
	}
	sockets, err := open(connections, kind(s.port, rooms))
	if err != nil {
		return
	}
	lost := idle(sockets)
	time.Sleep(settle)
	full, err = s.footprint()
	if gone := atomic.LoadInt64(lost); err == nil && gone > 0 {
		err = fmt.Errorf("%d of %d connections were lost while idle", gone, connections)
	}
	closeAll(sockets)
	return
}

// comeAndGo warms the server up: classes, compiled code and pools are not a connection's memory.
func (s *server) comeAndGo(kind enter) error {
	base, err := s.descriptors()
	if err != nil {
		return err
	}
	sockets, err := open(warmUpMembers, kind)
	if err != nil {
		return err
	}
	closeAll(sockets)
	return s.awaitDescriptors(base + warmUpMembers/100)
}

func (s *server) awaitDescriptors(most int) error {
	for deadline := time.Now().Add(goneWithin); time.Now().Before(deadline); {
		now, err := s.descriptors()
		if err != nil {
			return err
		}
		if now < most {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("%s still holds connections after %v", s.name, goneWithin)
}

// idle reads what comes (pings, presence) and counts the connections that end.
func idle(sockets []*socket) *int64 {
	lost := new(int64)
	for _, s := range sockets {
		go func(s *socket) {
			for {
				if _, err := s.nextText(); err != nil {
					atomic.AddInt64(lost, 1)
					return
				}
			}
		}(s)
	}
	return lost
}

func (s *server) footprint() (footprint, error) {
	if _, err := s.jcmd("GC.run"); err != nil {
		return footprint{}, err
	}
	info, err := s.jcmd("GC.heap_info")
	if err != nil {
		return footprint{}, err
	}
	heap, err := kilobytes(heapLine, info)
	if err != nil {
		return footprint{}, err
	}
	resident, err := s.resident()
	return footprint{resident: resident, heap: heap}, err
}

func (s *server) jcmd(command string) (string, error) {
	jcmd := filepath.Join(os.Getenv("JAVA_HOME"), "bin", "jcmd")
	output, err := exec.Command(jcmd, strconv.Itoa(s.process.Process.Pid), command).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("jcmd %s: %w: %s", command, err, output)
	}
	return string(output), nil
}

func closeAll(sockets []*socket) {
	for _, s := range sockets {
		s.close()
	}
}
