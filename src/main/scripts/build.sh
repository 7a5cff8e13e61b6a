# shellcheck shell=bash
# What the scripts that run Tertulia share: refusals, settings, ports, the build, the JVM's options.
# Sourced from the project's folder, with the JDK in JAVA_HOME, as ./mvnw leaves it.

app=target/quarkus-app/quarkus-run.jar
cache=target/quarkus-app/tertulia.aot # of classes, for a start that is sooner; gone with every other build
profile= # -Paot: with that cache
built=target/started-build # made when a build begins, kept when it ends well
build_log=target/started-build.log

jvm=(@src/main/docker/jvm.options)

refuse() {
  echo "$1" >&2
  exit 1
}

# The value of -Dname=value among the arguments, else the default.
argument() {
  local name=$1 value=$2 word
  shift 2
  for word in "$@"; do
    [[ $word == "-D$name="* ]] && value=${word#*=}
  done
  echo "$value"
}

# The same, with the environment before the default.
setting() {
  local name=$1 value=$2 variable
  variable=$(tr 'a-z.' 'A-Z_' <<<"$name")
  shift 2
  argument "$name" "${!variable:-$value}" "$@"
}

# Connecting is the test: who answers holds the port.
is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The way out is the command with another port.
refuse_taken_port() {
  local port=$1 way_out=$2
  ! is_taken "$port" ||
    refuse "Port $port is taken by another program: free it or choose another: $way_out"
}

is_built() {
  [[ -f $app && -f $built ]] &&
    [[ -z $(find src/main pom.xml .mvn -newer "$built" -print -quit) ]]
}

# One short line of movement instead of Maven's thousands; errors pass whole.
show_progress() {
  local line downloads=0 failed=
  while IFS= read -r line; do
    case $line in
      "[WARNING]"*) ;;
      "[ERROR]"* | *".java:["*) failed=yes && echo "$line" >&2 ;;
      *"Downloaded from"*)
        downloads=$((downloads + 1))
        ((downloads % 25)) || echo "  $downloads files downloaded"
        ;;
      *"--- compiler:"*":compile "*) echo "  compiling" ;;
      *"--- quarkus:"*":build "*) echo "  packing" ;;
      *"--- exec:"*" (train) "*) echo "  making the cache of classes" ;;
      "[INFO]"*) ;;
      *) [[ -z $failed ]] || echo "$line" >&2 ;;
    esac
  done
}

use_cache() {
  [[ ! -f $cache ]] || jvm+=("-XX:AOTCache=$cache")
}

build() {
  # Brings Maven; when it cannot, it says so in its own one sentence.
  ./mvnw -version >/dev/null || exit 1
  echo "Building Tertulia. The first time its libraries are downloaded, which takes some minutes."
  mkdir -p target
  rm -f "$built"
  touch "$built.begun"
  ./mvnw -B -Dstyle.color=never -Dmaven.test.skip=true -DskipGuards ${profile:+"$profile"} package 2>&1 |
    tee "$build_log" | show_progress ||
    refuse "The build failed; the reason is above, the whole of it in $build_log."
  mv "$built.begun" "$built"
}
