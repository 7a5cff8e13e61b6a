// The load generator and the measuring of first-figures: start it through that script.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

var (
	starts      = flag.Int("starts", 5, "starts until the first handshake; 0 leaves the figure out")
	beside      = flag.String("beside", "", "a folder with another package, started by turns with target/quarkus-app")
	fills       = flag.Int("fills", 3, "processes filled with idle connections; 0 leaves the figure out")
	connections = flag.Int("connections", 10000, "idle connections in each")
	rounds      = flag.Int("rounds", 5, "rounds of talk after one of warm-up; 0 leaves the figure out")
	drains      = flag.Int("drains", 0, "nodes that get SIGTERM with -connections members")
	members     = flag.Int("members", 1000, "members of the room that is talked to")
	cluster     = flag.Bool("cluster", false, "the figures of a cluster over Redis instead")
	resumes     = flag.Int("resumes", 5000, "members that resume at once in a cluster")
	comparison  = flag.String("compare", "", "the comparison with others instead: full, quick or smoke, or only its curves")
	only        = flag.String("only", "", "of the comparison only what begins so: calm, pair, busy, ceiling, idle, curves, curves-rooms; of the cluster storm, storm-rooms or many")
	whom        = flag.String("peers", ".", "of the comparison only the servers that this expression matches")
	couple      = flag.String("couple", "", "PORT/PID of a server in which two people talk: what fairness starts beside itself")
	warmth      = flag.Duration("warm", 0, "how long each is warmed up, when not as long as planned")
	length      = flag.Duration("length", 30*time.Second, "length of a round for each server")
)

func main() {
	// A server dies with the thread that started it (Pdeathsig): that must be the process's own.
	runtime.LockOSThread()
	flag.Parse()
	if *couple != "" {
		if err := talkAsCouple(*couple, *length); err != nil {
			fmt.Fprintln(os.Stderr, "the room of two:", err)
			os.Exit(1)
		}
		return
	}
	describe()
	if *comparison != "" {
		plan, known := map[string]plan{"full": full, "quick": quick, "smoke": smoke,
			"curves": full.curvesOnly(), "curves-quick": quick.curvesOnly(), "curves-smoke": smoke.curvesOnly(), "flames": flames}[*comparison]
		if !known {
			fmt.Fprintln(os.Stderr, "-compare takes full, quick, smoke, curves, curves-quick, curves-smoke or flames")
			os.Exit(2)
		}
		if *warmth > 0 {
			plan.warm = *warmth
		}
		if err := compare(plan); err != nil {
			fmt.Fprintln(os.Stderr, "the comparison failed:", err)
			os.Exit(1)
		}
		return
	}
	fmt.Println(header)
	measures := []func() ([]figure, error){starting, filling, talking, draining}
	if *cluster {
		measures = []func() ([]figure, error){publishing, crossing, checking, cutting, resuming}
		switch *only {
		case "storm-rooms":
			measures = []func() ([]figure, error){resumingMany}
		case "storm":
			measures = measures[4:]
		case "many":
			measures = measures[3:4]
		}
	}
	begun := time.Now()
	for i, measure := range measures {
		note("part %d of %d: %s so far", i+1, len(measures), time.Since(begun).Round(time.Second))
		var figures []figure
		busy, err := watched(func() (err error) { figures, err = measure(); return err })
		if err != nil {
			fmt.Fprintln(os.Stderr, "first-figures:", err)
			os.Exit(1)
		}
		for _, f := range figures {
			fmt.Println(f.row())
		}
		if len(figures) > 0 {
			note("%s", busy)
		}
	}
}

func starting() ([]figure, error) {
	if *starts == 0 {
		return nil, nil
	}
	folders := []string{application}
	if *beside != "" {
		folders = append(folders, *beside)
	}
	return startup(*starts, folders)
}

func filling() ([]figure, error) {
	if *fills == 0 {
		return nil, nil
	}
	inRooms, err := memory(*fills, *connections, jsonProtocol, enterJson)
	if err != nil {
		return nil, err
	}
	bare, err := memory(*fills, *connections, "bare text", enterBare)
	return append(inRooms, bare...), err
}

func talking() ([]figure, error) {
	if *rounds == 0 {
		return nil, nil
	}
	return fanout(*rounds, *members, *length)
}

func draining() ([]figure, error) {
	if *drains == 0 {
		return nil, nil
	}
	return drain(*drains, *connections)
}

func describe() {
	fmt.Printf("%s\n%s\nnode %s, commit %s\ncommand: src/bench/first-figures %s\n\n",
		oneLine("sh", "-c", "grep -m1 'model name' /proc/cpuinfo; nproc --all"),
		oneLine("sh", "-c", "$JAVA_HOME/bin/java -version 2>&1 | tail -1"),
		oneLine("node", "--version"),
		oneLine("git", "describe", "--always", "--dirty"),
		strings.Join(os.Args[1:], " "))
}

func oneLine(command string, arguments ...string) string {
	output, err := exec.Command(command, arguments...).Output()
	if err != nil {
		return command + ": " + err.Error()
	}
	return strings.Join(strings.Fields(string(output)), " ")
}
