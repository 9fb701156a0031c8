#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds what the demo needs, if that is not up to date, and runs it: ./demo.sh --help
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
jar=$root/demo/target/pgsluice-demo.jar

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    javac=$JAVA_HOME/bin/javac
else
    java=$(command -v java || true)
    javac=$(command -v javac || true)
fi
if [ -z "$java" ] || [ ! -x "$java" ]; then
    echo "demo.sh: no Java found: set JAVA_HOME to a JDK 17 or newer, or put its bin directory on the PATH" >&2
    exit 1
fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
case $version in
    '' | *[!0-9]*) major=0 ;;
    *) major=$version ;;
esac
if [ "$major" -lt 17 ]; then
    echo "demo.sh: $java is Java ${version:-of an unknown version}; JDK 17 or newer is needed (set JAVA_HOME)" >&2
    exit 1
fi

# Maven leaves a jar alone that would not change, so what tells when it was built is a file of its own.
built=$root/demo/target/demo.built

stale() {
    [ ! -f "$jar" ] || [ ! -f "$built" ] || [ -n "$(find "$root/pom.xml" "$root/testkit/pom.xml" "$root/core/pom.xml" \
        "$root/demo/pom.xml" "$root/testkit/src/main" "$root/core/src/main" "$root/demo/src/main" \
        -newer "$built" | head -n 1)" ]
}

if stale; then
    if [ -z "$javac" ] || [ ! -x "$javac" ]; then
        echo "demo.sh: $java is not a JDK: there is no javac beside it to build with (set JAVA_HOME)" >&2
        exit 1
    fi
    echo "Building the demo; the first time this downloads Maven, the libraries and the PostgreSQL server ..." >&2
    mkdir -p "$root/demo/target"
    : >"$built.now"
    (cd "$root" && ./mvnw -q --batch-mode --no-transfer-progress -pl demo -am package \
        -Dmaven.test.skip=true -Dmdep.skip=true -Dspotless.check.skip=true) >&2 || {
        echo "demo.sh: the build failed, see above" >&2
        exit 1
    }
    mv -f "$built.now" "$built"
fi

terminal=false
[ ! -t 1 ] || terminal=true
exec "$java" "-Dpgsluice.demo.terminal=$terminal" -jar "$jar" "$@"
