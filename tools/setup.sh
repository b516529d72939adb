#!/bin/sh
# Installs what a build needs and is not there yet; does nothing the second time.
#   tools/setup.sh             to build and run
#   tools/setup.sh test        and to test
#   tools/setup.sh develop     and to check, measure and fuzz
set -eu
cd "$(dirname "$0")/.."

lists=tools/packages-build.txt
case "${1:-build}" in
build) ;;
test) lists="$lists tools/packages-test.txt" ;;
develop) lists="$lists tools/packages-test.txt tools/packages-develop.txt" ;;
*) echo "usage: $0 [build|test|develop]" >&2; exit 2 ;;
esac

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "setup: this needs root, and there is no sudo. As root: $*" >&2
        return 1
    fi
}

node_is_new_enough() {
    command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node, 10) >= 18 ? 0 : 1)' 2>/dev/null
}

if command -v dpkg-query >/dev/null 2>&1; then
    missing=
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' | sed -n 's/ installed$//p')
    # shellcheck disable=SC2086  # a list of files
    for package in $(grep -hv '^#' $lists); do
        printf '%s\n' "$installed" | grep -qxF "$package" || missing="$missing $package"
    done
    node_is_new_enough || missing="$missing nodejs npm"
    if [ -n "$missing" ]; then
        echo "setup: installing$missing"
        as_root apt-get update -q
        # shellcheck disable=SC2086  # a list of packages
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
    fi
else
    echo 'setup: this is not Debian; the packages of tools/packages-*.txt have to be there already' >&2
fi

# node_modules is current when it was made from this very lock file.
lock=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.lock-sha256 2>/dev/null)" != "$lock" ]; then
    echo 'setup: npm ci'
    npm ci --no-progress --loglevel=error
    printf '%s\n' "$lock" >node_modules/.lock-sha256
fi

node tools/assets.mjs
sh tools/sqlite/prepare.sh
