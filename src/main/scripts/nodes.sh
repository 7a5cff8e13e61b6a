# shellcheck shell=bash
# The nodes of ./mvnw cluster: how they are started, whether they are ready, how all ends.
# Sourced after build.sh; $nodes of them, node-i on the ports $http + i - 1 and $management + i - 1.

ready_within=120  # seconds, for all nodes together: 20 of them on two processors take long
stopped_within=30 # seconds; a node promises 20

# Whether the process lives and is the one that was meant: numbers are used again.
is_process() {
  local command
  if [[ -d /proc/self ]]; then
    command=$({ tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null) || return 1
  else
    command=$(ps -o command= -p "$1" 2>/dev/null) || return 1
  fi
  [[ $command == *"$2"* ]]
}

# A signal is heard at once while waiting, not only after it.
pause() {
  sleep "$1" &
  wait $! || true
}

is_ready() {
  local answer
  { exec 3<>"/dev/tcp/127.0.0.1/$((management + $1 - 1))"; } 2>/dev/null || return 1
  printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
  IFS= read -r -t 5 answer <&3 || answer=
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

# Its number, while it lives.
node_pid() {
  local pid
  pid=$(cat "$folder/node-$1.pid" 2>/dev/null) && is_process "$pid" "-Dtertulia.node=node-$1 " && echo "$pid"
}

node_url() {
  echo "http://localhost:$((http + $1 - 1))"
}

# What the nodes sign guests' credentials with; the same at the next start, so that guests stay who they are.
# In the environment, because everybody on the machine may read the arguments of a process.
share_secret() {
  [[ -s $folder/secret ]] ||
    (umask 077 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$folder/secret")
  export TERTULIA_SECURITY_SECRET=${TERTULIA_SECURITY_SECRET:-$(<"$folder/secret")}
}

# In the background of a script, so it does not hear the terminal's Ctrl-C: the script tells it in order.
launch_node() {
  local i=$1
  "$JAVA_HOME/bin/java" "${jvm[@]}" -XX:MaxRAMPercentage=$((60 / nodes)) ${settings[@]+"${settings[@]}"} \
    -Dquarkus.http.port=$((http + i - 1)) -Dquarkus.management.port=$((management + i - 1)) \
    -Dtertulia.node="node-$i" -Dquarkus.redis.hosts="redis://127.0.0.1:$redis_port" \
    -jar "$app" >>"$folder/node-$i.log" 2>&1 </dev/null &
  pids[i]=$!
  echo "${pids[i]}" >"$folder/node-$i.pid"
  disown "${pids[i]}" # else bash would tell in its own words when it is killed
}

start_nodes() {
  local i
  echo "Starting the nodes."
  for ((i = 1; i <= nodes; i++)); do
    launch_node "$i"
  done
  SECONDS=0
  for ((i = 1; i <= nodes; i++)); do
    await_first_start "$i"
    echo "  node-$i is ready"
  done
}

await_first_start() {
  until is_ready "$1"; do
    if ! kill -0 "${pids[$1]}" 2>/dev/null; then
      cat "$folder/node-$1.log" >&2
      refuse "node-$1 did not start; the reason is above."
    fi
    ((SECONDS < ready_within)) ||
      refuse "node-$1 was not ready within $ready_within seconds: see $folder/node-$1.log"
    pause 0.2
  done
}

# Nodes first: they say goodbye to people, and what is under way goes to Redis.
stop() {
  trap dismiss INT TERM HUP
  echo "Stopping." || true # the terminal may be gone
  local i tries=0
  dismiss
  while any_node_lives && ((tries++ < stopped_within * 5)); do
    sleep 0.2 || true
  done
  for ((i = 1; i <= nodes; i++)); do
    tell_node KILL "$i"
  done
  stop_redis
  rm -f "$folder"/*.pid "$folder/running"
}

# SIGTERM to every node; the second one, of a second Ctrl-C, makes it hurry.
dismiss() {
  local i
  for ((i = 1; i <= nodes; i++)); do
    tell_node TERM "$i"
  done
}

tell_node() {
  [[ -z ${pids[$2]-} ]] || kill "-$1" "${pids[$2]}" 2>/dev/null || true
}

any_node_lives() {
  local i
  for ((i = 1; i <= nodes; i++)); do
    [[ -z ${pids[i]-} ]] || ! kill -0 "${pids[i]}" 2>/dev/null || return 0
  done
  return 1
}
