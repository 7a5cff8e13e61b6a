package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// redisServer is a Redis of the benchmark's own, with the persistence of `./mvnw cluster`.
type redisServer struct {
	port    int
	process *exec.Cmd
}

// conversation is one connection to it, in RESP2.
type conversation struct {
	conn net.Conn
	in   *bufio.Reader
}

func startRedis(cores string) (*redisServer, error) {
	r := &redisServer{port: freePort()}
	folder, err := os.MkdirTemp(filepath.Join("target", "first-figures"), "redis-")
	if err != nil {
		return nil, err
	}
	r.process = exec.Command("taskset", "-c", cores, "redis-server", "--bind", "127.0.0.1",
		"--port", strconv.Itoa(r.port), "--dir", folder, "--save", "", "--appendonly", "yes",
		"--appendfsync", "everysec", "--maxmemory-policy", "noeviction")
	r.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := r.process.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(readyWithin); time.Now().Before(deadline); {
		if talk, err := r.talk(); err == nil {
			talk.close()
			return r, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil, fmt.Errorf("redis-server did not start: see %s", folder)
}

func (r *redisServer) stop() {
	r.process.Process.Kill()
	r.process.Wait()
}

func (r *redisServer) url() string {
	return fmt.Sprintf("redis://127.0.0.1:%d", r.port)
}

func (r *redisServer) talk() (*conversation, error) {
	conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", r.port))
	if err != nil {
		return nil, err
	}
	return &conversation{conn, bufio.NewReader(conn)}, nil
}

func (c *conversation) close() {
	c.conn.Close()
}

// ask answers the reply as text: of an array its elements, one a line.
func (c *conversation) ask(command ...string) (string, error) {
	if err := c.say(command...); err != nil {
		return "", err
	}
	return c.answer()
}

func (c *conversation) say(command ...string) error {
	var request strings.Builder
	fmt.Fprintf(&request, "*%d\r\n", len(command))
	for _, word := range command {
		fmt.Fprintf(&request, "$%d\r\n%s\r\n", len(word), word)
	}
	_, err := c.conn.Write([]byte(request.String()))
	return err
}

func (c *conversation) answer() (string, error) {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	switch line[0] {
	case '-':
		return "", fmt.Errorf("redis: %s", line)
	case '$':
		return c.bulk(line)
	case '*':
		return c.array(line)
	}
	return line[1:], nil
}

func (c *conversation) bulk(line string) (string, error) {
	length, err := strconv.Atoi(line[1:])
	if err != nil || length < 0 {
		return "", err
	}
	text := make([]byte, length+2)
	_, err = io.ReadFull(c.in, text)
	return string(text[:length]), err
}

func (c *conversation) array(line string) (string, error) {
	count, err := strconv.Atoi(line[1:])
	if err != nil {
		return "", err
	}
	var all []string
	for i := 0; i < count; i++ {
		one, err := c.answer()
		if err != nil {
			return "", err
		}
		all = append(all, one)
	}
	return strings.Join(all, "\n"), nil
}

var (
	userSeconds      = regexp.MustCompile(`used_cpu_user_main_thread:([\d.]+)`)
	systemSeconds    = regexp.MustCompile(`used_cpu_sys_main_thread:([\d.]+)`)
	allUserSeconds   = regexp.MustCompile(`used_cpu_user:([\d.]+)`)
	allSystemSeconds = regexp.MustCompile(`used_cpu_sys:([\d.]+)`)
	scriptsRun       = regexp.MustCompile(`cmdstat_evalsha:calls=(\d+)`)
	bytesSaid        = regexp.MustCompile(`total_net_output_bytes:(\d+)`)
	commandsDone     = regexp.MustCompile(`total_commands_processed:(\d+)`)
)

// spent answers the processor seconds of the thread that carries commands out, and how many those were.
func (r *redisServer) spent() (seconds, commands float64, err error) {
	talk, err := r.talk()
	if err != nil {
		return 0, 0, err
	}
	defer talk.close()
	info, err := talk.ask("INFO", "everything")
	if err != nil {
		return 0, 0, err
	}
	return number(userSeconds, info) + number(systemSeconds, info), number(commandsDone, info), nil
}

// work is what it has done since it began.
type work struct {
	commands, scripts, bytes float64
}

func (r *redisServer) done() (work, error) {
	talk, err := r.talk()
	if err != nil {
		return work{}, err
	}
	defer talk.close()
	info, err := talk.ask("INFO", "everything")
	return work{number(commandsDone, info), number(scriptsRun, info), number(bytesSaid, info)}, err
}

// cut ends every connection that asks.
func (r *redisServer) cut() error {
	talk, err := r.talk()
	if err != nil {
		return err
	}
	defer talk.close()
	_, err = talk.ask("CLIENT", "KILL", "TYPE", "normal")
	return err
}

// cpu answers the processor time of all threads, in microseconds: a tick of /proc would be as long as
// Redis works for a hundred messages.
func (r *redisServer) cpu() (time.Duration, error) {
	talk, err := r.talk()
	if err != nil {
		return 0, err
	}
	defer talk.close()
	info, err := talk.ask("INFO", "cpu")
	seconds := number(allUserSeconds, info) + number(allSystemSeconds, info)
	return time.Duration(seconds * float64(time.Second)), err
}

func number(line *regexp.Regexp, text string) float64 {
	match := line.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	value, _ := strconv.ParseFloat(match[1], 64)
	return value
}
