# shellcheck shell=bash
# What the scripts share that run a program of the tests against packaged nodes: trial, attack.

libraries=target/trial.classpath # written when a build ends well
log=target/trial-build.log

# Builds what changed, then becomes that program.
become() {
  local main=$1
  shift
  if [[ ! -f target/quarkus-app/quarkus-run.jar || ! -f $libraries ]] ||
    [[ -n $(find src/main src/test/java pom.xml .mvn -newer "$libraries" -print -quit) ]]; then
    echo "Building Tertulia and its tests ..."
    mkdir -p target
    ./mvnw -B -ntp -Dstyle.color=never -DskipTests -DskipGuards package dependency:build-classpath \
      -Dmdep.includeScope=test "-Dmdep.outputFile=$libraries" >"$log" 2>&1 ||
      { echo "The build failed: see $log." >&2 && exit 2; }
  fi
  exec "$JAVA_HOME/bin/java" -Xmx1g -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@" \
    -cp "target/test-classes:target/classes:$(<"$libraries")" "$main"
}
