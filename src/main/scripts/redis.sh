# shellcheck shell=bash
# The Redis of ./mvnw cluster: which program, how it is started, whether it answers.
# Sourced after build.sh; $folder is where everything of the cluster lies.

embedded=target/embedded-redis
redis_needed=6.2

# 7.0 of "Redis server v=7.0.15 sha=…", nothing when it does not run.
redis_version() {
  "$1" --version 2>/dev/null | sed -n 's/.* v=\([0-9]*\.[0-9]*\).*/\1/p'
}

# Takes the program when it is new enough.
take_redis() {
  local version
  version=$(redis_version "$1")
  [[ $version ]] && ((${version%.*} * 100 + ${version#*.} >= ${redis_needed%.*} * 100 + ${redis_needed#*.})) ||
    return 1
  redis_program=$1
  redis_words="Redis $version"
}

# How the library's programs end that run here.
embedded_ending() {
  case "$(uname -s) $(uname -m)" in
    "Linux x86_64") echo linux-amd64 ;;
    "Linux aarch64" | "Linux arm64") echo linux-arm64 ;;
    "Darwin x86_64") echo darwin-amd64 ;;
    "Darwin arm64") echo darwin-arm64 ;;
    *) return 1 ;;
  esac
}

version_in_pom() {
  sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" pom.xml
}

# Unpacked aside, so that a broken fetch leaves nothing.
fetch_embedded() {
  local ending=$1
  echo "There is no redis-server $redis_needed or later on the path: fetching the one that comes with a library, once ..."
  rm -rf "$embedded.begun"
  ./mvnw -B -q -Dstyle.color=never \
    "org.apache.maven.plugins:maven-dependency-plugin:$(version_in_pom dependency-plugin.version):unpack" \
    "-Dartifact=com.github.codemonstur:embedded-redis:$(version_in_pom embedded-redis.version)" \
    "-Dmdep.unpack.includes=redis-server-*-$ending" "-DoutputDirectory=$embedded.begun" &&
    chmod +x "$embedded.begun"/redis-server-*-"$ending" &&
    rm -rf "$embedded" && mv "$embedded.begun" "$embedded"
}

# The one on the path, else the one that a library carries.
find_redis() {
  local ending program
  local wanted="install Redis $redis_needed or later (for example: apt install redis-server) and try again."
  program=$(command -v redis-server) && take_redis "$program" && return
  ending=$(embedded_ending) || refuse "No redis-server $redis_needed or later was found, and none is to be had for this kind of machine: $wanted"
  [[ -d $embedded ]] || fetch_embedded "$ending" ||
    refuse "No redis-server $redis_needed or later was found, and none could be fetched (see the error above): $wanted"
  for program in "$embedded"/redis-server-*-"$ending"; do
    take_redis "$program" && return
  done
  refuse "The redis-server in $embedded does not run on this machine: $wanted"
}

# It frees itself from the terminal, whose Ctrl-C is not for it: it has to outlive the nodes.
launch_redis() {
  rm -f "$folder/redis.pid"
  mkdir -p "$folder/redis"
  "$redis_program" --port "$redis_port" --bind 127.0.0.1 --dir "$folder/redis" \
    --appendonly yes --appendfsync everysec --save "" --maxmemory-policy noeviction \
    --daemonize yes --pidfile "$folder/redis.pid" --logfile "$folder/redis.log"
}

redis_answers() {
  local answer
  { exec 3<>"/dev/tcp/127.0.0.1/$redis_port"; } 2>/dev/null || return 1
  printf 'PING\r\n' >&3
  IFS= read -r -t 2 answer <&3 || answer=
  exec 3>&-
  [[ $answer == +PONG* ]]
}

# Its number, while it lives.
redis_pid() {
  [[ -s $folder/redis.pid ]] && is_process "$(<"$folder/redis.pid")" "127.0.0.1:$redis_port" &&
    cat "$folder/redis.pid"
}

start_redis() {
  local tries=0
  echo "Starting $redis_words ($redis_program) on port $redis_port."
  launch_redis || refuse "Redis did not start: see $folder/redis.log"
  until redis_answers; do
    if ((++tries > ready_within * 5)) || { ((tries > 25)) && ! redis_pid >/dev/null; }; then
      refuse "Redis did not start: see $folder/redis.log"
    fi
    pause 0.2
  done
}

stop_redis() {
  local pid tries=0
  pid=$(redis_pid) || return 0
  kill "$pid" || true
  while redis_pid >/dev/null; do
    if ((tries++ > stopped_within * 5)); then
      kill -9 "$pid" || true
      return
    fi
    sleep 0.2
  done
}
