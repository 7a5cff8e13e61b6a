# shellcheck shell=bash
# What the scripts that run Tertulia share: refusals, settings, ports, the build, the JVM's options.
# Sourced from the project's folder, with the JDK in JAVA_HOME, as ./mvnw leaves it.

app=target/quarkus-app/quarkus-run.jar
cache=target/quarkus-app/tertulia.aot # of classes, for a start that is sooner; gone with every other build
profile= # -Paot: a build with that cache
built=target/started-build # made when a build begins, kept when it ends well
build_log=target/started-build.log
development_secret=target/development-secret # of the issuer of ./mvnw token

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

is_port() {
  [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && (($1 <= 65535))
}

# The first from there on that nobody holds.
free_port() {
  local port=$1
  while is_taken "$port"; do
    port=$((port + 1))
  done
  echo "$port"
}

# Whether a Tertulia answers at the port: its page, or its measures.
is_tertulia() {
  local port=$1 path=$2 line tries=0 found=1
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  # A shell of its own: who hangs up while it is asked ends the one that asks (SIGPIPE), without a word.
  (printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$path" "$port" >&3) 2>/dev/null || true
  while ((tries++ < 500)) && IFS= read -r -t 2 line <&3; do
    case $line in
      *"<title>Tertulia"* | tertulia_*) found=0 && break ;;
    esac
  done
  exec 3>&-
  return $found
}

# The port is taken; the way out is the command with another one. No path when nothing of ours can hold it.
refuse_taken_port() {
  local port=$1 path=$2 way_out=$3
  [[ ! $path ]] || ! is_tertulia "$port" "$path" ||
    refuse "Port $port is taken by a Tertulia that runs already: stop it with Ctrl-C where it was started, or choose another port: $way_out"
  refuse "Port $port is taken by another program: free it or choose another: $way_out"
}

# A command's words, as a shell reads them, with the settings behind -- in the place of others for the same name.
# Passwords are not repeated: they would stand on the screen.
with_others() {
  local word other before=() after=()
  while [[ $1 != -- ]]; do
    before+=("$1") && shift
  done
  shift
  after=("$@")
  for word in ${before[@]+"${before[@]}"}; do
    for other in "${after[@]}"; do
      [[ $word != "${other%%=*}="* ]] || continue 2
    done
    case $word in
      -D*secret*=* | -D*password*=* | -D*=*@*) printf ' %s=...' "${word%%=*}" ;;
      *) printf ' %q' "$word" ;;
    esac
  done
  printf ' %s' "${after[@]}"
}

# Before a build that takes minutes; the node knows more of them.
refuse_near_words() {
  local word
  for word in "$@"; do
    case $word in
      -D[Pp][Oo][Rr][Tt] | -D[Pp][Oo][Rr][Tt]=* | -Dhttp.port=*)
        word=${word%%=*}
        refuse "There is no setting ${word#-D}: the nearest is quarkus.http.port; for example -Dquarkus.http.port=8090."
        ;;
    esac
  done
}

# For --sign-in: the tokens of ./mvnw token are taken. The secret stays for the next start, for nobody else to read, and
# goes to the nodes in the environment, because everybody on the machine may read the arguments of a process.
take_development_tokens() {
  mkdir -p target
  [[ -s $development_secret ]] ||
    (umask 077 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$development_secret")
  TERTULIA_ACCESS_DEVELOPMENT_SECRET=$(<"$development_secret")
  export TERTULIA_ACCESS_DEVELOPMENT_SECRET
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
