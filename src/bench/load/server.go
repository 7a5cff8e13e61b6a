package main

import (
	"fmt"
	"math/rand"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	ticksPerSecond = 100 // USER_HZ, the unit of /proc/PID/stat on every Linux
	readyWithin    = 60 * time.Second

	serverCore = "0"
	loadCore   = "1"
	allCores   = "0-1"

	application = "target/quarkus-app"
)

// A benchmark is one client that opens and says far more than a person: none of the limits that
// protect a node from that may answer instead of the node.
var openLimits = []string{
	"-Dtertulia.limits.connections=50000",
	"-Dtertulia.limits.connections-per-address=50000",
	"-Dtertulia.limits.memberships-per-address=500000",
	"-Dtertulia.limits.memberships-per-user=500000",
	"-Dtertulia.limits.rate-per-session=100000",
	"-Dtertulia.limits.rate-per-user=100000",
	"-Dtertulia.limits.rate-per-address=1000000",
	// Whoever is sent on would have to come back.
	"-Dtertulia.cluster.shed=0",
}

// server is a process under measurement.
type server struct {
	name           string
	port           int
	managementPort int
	process        *exec.Cmd
	started        time.Time
}

// startTertulia starts the packaged application with the options that all ways to start it share.
func startTertulia(cores string, flags ...string) (*server, error) {
	return startPackage(application, cores, append([]string{"@src/main/docker/jvm.options"}, flags...)...)
}

// startPackage starts what was packaged into a folder, with these flags alone.
func startPackage(folder string, cores string, flags ...string) (*server, error) {
	s := &server{name: "tertulia", port: freePort(), managementPort: freePort()}
	command := []string{filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java")}
	command = append(command, flags...)
	command = append(command, openLimits...)
	command = append(command,
		fmt.Sprintf("-Dquarkus.http.port=%d", s.port),
		fmt.Sprintf("-Dquarkus.management.port=%d", s.managementPort),
		"-jar", filepath.Join(folder, "quarkus-run.jar"))
	return s, s.start(cores, command)
}

func startNode(cores string) (*server, error) {
	s := &server{name: "ws", port: freePort()}
	return s, s.start(cores, []string{"node", "src/bench/ws-broadcast.cjs", strconv.Itoa(s.port)})
}

func (s *server) start(cores string, command []string) error {
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer log.Close()
	s.process = exec.Command("taskset", append([]string{"-c", cores}, command...)...)
	s.process.Stdout, s.process.Stderr = log, log
	// The server must not outlive a benchmark that was interrupted.
	s.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	s.started = time.Now()
	return s.process.Start()
}

func (s *server) log() string {
	return filepath.Join("target", "first-figures", fmt.Sprintf("%s-%d.log", s.name, s.port))
}

func (s *server) stop() {
	s.process.Process.Kill()
	s.process.Wait()
}

// awaitReady waits for the health check, or for the port of a server that has none.
func (s *server) awaitReady() error {
	ready := s.accepts
	if s.managementPort != 0 {
		ready = s.healthy
	}
	for deadline := time.Now().Add(readyWithin); time.Now().Before(deadline); {
		if ready() {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s was not ready in %v: see %s", s.name, readyWithin, s.log())
}

func (s *server) accepts() bool {
	conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", s.port))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

func (s *server) healthy() bool {
	response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/q/health/ready", s.managementPort))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// cpu answers the processor time that all threads have used, in user and in system mode.
func (s *server) cpu() (time.Duration, error) {
	return cpuOf(s.process.Process.Pid)
}

func cpuOf(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return cpuIn(stat)
}

// compiling answers what the JIT's threads have used of it, 0 where there are none.
func (s *server) compiling() (all time.Duration, err error) {
	threads, err := filepath.Glob(s.proc("task/*/stat"))
	if err != nil {
		return 0, err
	}
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil || !compiler.Match(stat) {
			continue // such threads come and go
		}
		cpu, err := cpuIn(stat)
		if err != nil {
			return 0, err
		}
		all += cpu
	}
	return all, nil
}

// compiler is the name of a thread, which the kernel cuts off.
var compiler = regexp.MustCompile(`\(C[12] CompilerThre`)

// cpuIn reads a stat file: proc_pid_stat(5).
func cpuIn(stat []byte) (time.Duration, error) {
	// Fields are counted after the name, which may hold spaces; utime and stime are 14 and 15.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+2:]))
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticksPerSecond, err
}

var residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident answers the bytes of physical memory.
func (s *server) resident() (int, error) {
	status, err := os.ReadFile(s.proc("status"))
	if err != nil {
		return 0, err
	}
	return kilobytes(residentLine, string(status))
}

func (s *server) descriptors() (int, error) {
	entries, err := os.ReadDir(s.proc("fd"))
	return len(entries), err
}

func (s *server) proc(file string) string {
	return fmt.Sprintf("/proc/%d/%s", s.process.Process.Pid, file)
}

func kilobytes(line *regexp.Regexp, text string) (int, error) {
	match := line.FindStringSubmatch(text)
	if match == nil {
		return 0, fmt.Errorf("no %s in %s", line, text)
	}
	count, err := strconv.Atoi(match[1])
	return count * 1024, err
}

// freePort answers a port below the range from which Linux takes the ports of the clients.
func freePort() int {
	for {
		port := 20000 + rand.Intn(12000)
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err == nil {
			listener.Close()
			return port
		}
	}
}
