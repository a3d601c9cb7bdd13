#!/usr/bin/env bash
# What a newcomer does, in a Debian 12 that has nothing but Swift and git: make run, make test, make deb, install, call; how long each took.
#
#   fresh-machine.sh [--bind PATH]… [--keep]
#
#   --bind   a path of this machine that shall be there too, at the same place (a mirror of Swift packages and the gitconfig that names it)
#   --keep   leave the root where it is, and say where
#
# The commit that HEAD names is cloned; what is not committed is not there. Needs root, debootstrap and about 8 GB in /var/tmp.
set -euo pipefail
cd "$(dirname "$0")/.."

binds=() keep=
while [ $# -gt 0 ]; do
  case $1 in
    --bind) binds+=("$(realpath "$2")"); shift 2 ;;
    --keep) keep=1; shift ;;
    *) sed -n '2,9s/^# \?//p' "$0" >&2; exit 2 ;;
  esac
done
[ "$(id -u)" -eq 0 ] || { echo "fresh-machine: must be root" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >/dev/null

# As https://www.swift.org/install/linux/ lists them for Debian 12, and what its two commands are typed with.
swift_needs=binutils,libc6-dev,libcurl4-openssl-dev,libedit2,libgcc-12-dev,libncurses-dev,libpython3-dev,libsqlite3-0,libstdc++-12-dev
swift_needs+=,libxml2-dev,libz3-dev,pkg-config,tzdata,unzip,zlib1g-dev
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swiftc)")")")
root=$(mktemp -d /var/tmp/fresh-machine-XXXXXX)
chmod 755 "$root"
# A mount namespace of its own: what is mounted here is gone with it, whatever happens.
if [ -z "${FRESH_MACHINE_NAMESPACE:-}" ]; then
  rmdir "$root"
  flags=()
  for path in ${binds[@]+"${binds[@]}"}; do flags+=(--bind "$path"); done
  FRESH_MACHINE_NAMESPACE=1 exec unshare --mount --pid --fork --kill-child "$0" "${flags[@]}" ${keep:+--keep}
fi
cleanup() {
  umount --recursive --lazy "$root" 2>/dev/null || true
  if [ -n "$keep" ]; then echo "the root is $root"; else rm -rf --one-file-system "$root"; fi
}
trap cleanup EXIT

debootstrap --variant=minbase --include="ca-certificates,git,make,$swift_needs" bookworm "$root" http://deb.debian.org/debian >"$root.log" ||
  { tail -n 20 "$root.log"; exit 1; }
rm "$root.log"
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
for path in /sys /dev "$toolchain" ${binds[@]+"${binds[@]}"}; do
  if [ -d "$path" ]; then mkdir -p "$root$path"; else mkdir -p "$root$(dirname "$path")"; touch "$root$path"; fi
  mount --rbind "$path" "$root$path"
done
mount -t tmpfs tmpfs "$root/run"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
echo "deb http://deb.debian.org/debian-security bookworm-security main" >>"$root/etc/apt/sources.list"
git clone -q . "$root/root/article-service"

# inside COMMAND: in the new root, with an environment of its own.
inside() {
  env -i HOME=/root PATH="$toolchain/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 TERM=dumb \
    chroot "$root" bash -c "cd /root/article-service && $1"
}

failed=0
# step NAME COMMAND: prints its time, and the end of its output where it fails.
step() {
  local begin=$SECONDS
  if inside "$2" >"$root/step.log" 2>&1; then
    printf '%5d s  %s\n' $((SECONDS - begin)) "$1"
    tail -n 1 "$root/step.log" | cut -c1-160 | sed 's/^/         /'
  else
    printf '%5d s  %s FAILED\n' $((SECONDS - begin)) "$1"
    tail -n 60 "$root/step.log"
    failed=1
  fi
}

echo "a clean $(cat "$root/etc/debian_version") with Swift and git, $(nproc) cores, commit $(git rev-parse --short HEAD)"
step "make run" "make run"
step "make test" "make test"
step "make deb" "make deb"
step "apt install ./dist/*.deb" "apt-get install -y --no-install-recommends ./dist/*.deb"
# No systemd runs in here (make test-package has one); its own tool passes the socket as it would.
step "a call" "mkdir -p /run/article && (systemd-socket-activate -l /run/article/article.sock article-service --state-dir /var/lib/article & sleep 1) &&
  rpc-client call parseArticle Examples/sample.txt --wait | cut -c1-100"
exit $failed
