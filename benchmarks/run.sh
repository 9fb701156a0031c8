#!/usr/bin/env bash
# Measures what pgsluice adds to HikariCP and writes docs/benchmarks/overhead.json and overhead.md.
#
#   benchmarks/run.sh                     some minutes
#   benchmarks/run.sh --quick             a smoke of half a minute, for bytes rather than times; writes to benchmarks/target
#   benchmarks/run.sh -f 3 -i 10 readTx   options of JMH, here a part of the benchmarks: writes to benchmarks/target too
set -euo pipefail
cd "$(dirname "$0")/.."

directory=docs/benchmarks
options=()
if [[ $# -gt 0 ]]; then
    directory=benchmarks/target
fi
for argument in "$@"; do
    if [[ $argument == --quick ]]; then
        options+=(-f 1 -wi 2 -w 700ms -i 1 -r 300ms -t 1)
    else
        options+=("$argument")
    fi
done

jar=benchmarks/target/benchmarks.jar
sources=(pom.xml {testkit,core,benchmarks}/pom.xml {testkit,core,benchmarks}/src/main)
if [[ ! -e $jar || -n $(find "${sources[@]}" -newer "$jar" -print -quit) ]]; then
    ./mvnw --batch-mode --no-transfer-progress --quiet package -DskipTests -pl benchmarks -am
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$directory" ${options[@]+"${options[@]}"}
