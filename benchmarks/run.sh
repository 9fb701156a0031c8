#!/usr/bin/env bash
# Measures pgsluice beside what a user would pick instead, and writes docs/benchmarks/*.json, *.md and *.svg.
#
#   benchmarks/run.sh                        everything: about two hours and a half, the soak half an hour of them
#   benchmarks/run.sh overhead counts        some parts: overhead, counts, servers, failover, scale, soak
#   benchmarks/run.sh --quick                every part as short as can be: a test of the benchmarks, no numbers to keep
#   benchmarks/run.sh --own counts           without the peers, which Maven fetches otherwise
#   benchmarks/run.sh failover --only pgsluice --faults crash --repetitions 3
#   benchmarks/run.sh render                 pages and charts anew from the data in docs/benchmarks
#
# With an option the results go to benchmarks/target/report, or where --directory says. Options have a value:
#   --only TEXT           candidates whose name contains it, and HikariCP alone
#   --directory PATH
#   overhead:  --forks --warmups --iterations --millis
#   counts:    --transactions --idle (seconds)
#   servers:   --rounds --millis --threads 1,4,16,64
#   failover:  --repetitions --bound (seconds) --faults crash,freeze,partition,switchover
#   scale:     --replicas 3,8,16 --data-sources --probe-millis --virtual-threads --transactions --millis --idle
#   soak:      --seconds
# JAVA_HOME says which JVM measures; virtual threads need 21 or later.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=-Ppeers
module=benchmarks/peers
arguments=()
for argument in "$@"; do
    if [[ $argument == --own ]]; then
        peers=
        module=benchmarks
    else
        arguments+=("$argument")
    fi
done

# A file of an earlier build that is newer than all sources stands for all of them.
if [[ -n $peers ]]; then
    built=benchmarks/peers/target/libraries
    classpath="benchmarks/peers/target/classes:$built/*"
else
    built=benchmarks/target/benchmarks.jar
    classpath=$built
fi
sources=(pom.xml {testkit,core,benchmarks,benchmarks/peers}/pom.xml {testkit,core,benchmarks,benchmarks/peers}/src/main)
if [[ ! -e $built || -n $(find "${sources[@]}" -newer "$built" -print -quit) ]]; then
    ./mvnw --batch-mode --no-transfer-progress --quiet package -DskipTests -pl "$module" -am ${peers:+"$peers"}
    touch "$built"
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Djmh.ignoreLock=true -cp "$classpath" io.pgsluice.benchmarks.Benchmarks \
    ${arguments[@]+"${arguments[@]}"}
