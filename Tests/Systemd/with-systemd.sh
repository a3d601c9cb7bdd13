#!/usr/bin/env bash
# Runs a command under a real systemd: PID 1 of namespaces of its own, on a throw-away overlay of this machine's root.
# What the command installs, breaks or leaves running is gone when it ends.
#
#   with-systemd.sh [--bind PATH]… [--hide PATH]… [--timeout SECONDS] [--hybrid] -- COMMAND [ARGUMENT…]
#
#   --bind     a path of this machine, read-only at its place inside (for what is on another file system than /)
#   --hide     a directory that shall be empty inside
#   --hybrid   also the cgroup v1 controllers, where the machine keeps memory and pids there: else limits are not enforced
#
# Exits with the command's status; 124 when it took too long, 125 when there can be no systemd here (not root, no
# namespaces, no overlay), so that a caller can tell that from a failure.
set -euo pipefail

binds=() hidden=() timeout=900 hybrid=
unable() {
  echo "with-systemd: $*" >&2
  exit 125
}
while [ $# -gt 0 ]; do
  case $1 in
    --bind) binds+=("$(realpath "$2")"); shift 2 ;;
    --hide) hidden+=("$2"); shift 2 ;;
    --timeout) timeout=$2; shift 2 ;;
    --hybrid) hybrid=1; shift ;;
    --) shift; break ;;
    *) echo "with-systemd: unknown option $1" >&2; exit 2 ;;
  esac
done
[ "$(id -u)" -eq 0 ] || unable "must be root"
for program in /lib/systemd/systemd /usr/bin/dbus-daemon; do [ -x $program ] || unable "no $program"; done
unshare --pid --mount --cgroup --uts --ipc --fork true 2>/dev/null || unable "no namespaces here"

# A cgroup of its own, in every hierarchy that the manager is to see.
work=$(mktemp -d /run/with-systemd-XXXXXX)
mkdir "$work/root" "$work/layers"
unified=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
[ -n "$unified" ] || { rmdir "$work/root" "$work/layers" "$work"; unable "no cgroup v2"; }
groups=("$unified/${work##*/}")
controllers=()
if [ -n "$hybrid" ]; then
  while read -r controller path; do
    controllers+=("$controller=$path/${work##*/}")
    groups+=("$path/${work##*/}")
  done < <(awk '$3 == "cgroup" { n = split($4, option, ","); for (i = 1; i <= n; i++)
    if (option[i] ~ /^(memory|pids|cpu|name=systemd)$/) print option[i], $2 }' /proc/mounts)
fi
mkdir -p "${groups[@]}"

outside=
cleanup() {
  local status=$? group
  trap - EXIT
  # unshare's child is PID 1 inside; with it goes everything.
  [ -z "$outside" ] || kill -KILL "$outside" 2>/dev/null || true
  wait 2>/dev/null || true
  for group in "${groups[@]}"; do
    for _ in $(seq 20); do
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ -d "$group" ] || break
      sleep 0.1
    done
  done
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cat >"$work/boot" <<'BOOT'
set -eu
work=$1 hybrid=$2 root=$1/root
mount --make-rprivate /
mount -t tmpfs -o mode=755,size=75% with-systemd "$work/layers"
mkdir "$work/layers/upper" "$work/layers/work"
mount -t overlay -o "lowerdir=/,upperdir=$work/layers/upper,workdir=$work/layers/work" overlay "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
if [ -n "$hybrid" ]; then
  mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
  mkdir "$root/sys/fs/cgroup/unified"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
  while IFS= read -r controller; do
    [ -n "$controller" ] || continue
    mkdir "$root/sys/fs/cgroup/${controller#name=}"
    case $controller in name=*) controller=none,$controller ;; esac
    mount -t cgroup -o "$controller" cgroup "$root/sys/fs/cgroup/${controller#none,name=}"
  done <"$work/controllers"
else
  mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"
fi
mount -t tmpfs -o mode=755,nosuid tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for number in 0 1 2; do ln -s /proc/self/fd/$number "$root/dev/$(echo stdin stdout stderr | cut -d' ' -f$((number + 1)))"; done
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"
# What the machine itself would start is not what is tested; nor may anything say that services must not start.
rm -rf "$root"/etc/systemd/system/*.wants "$root"/etc/systemd/system/*.requires "$root/usr/sbin/policy-rc.d"
for unit in systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-timesyncd.service \
  systemd-networkd.service systemd-resolved.service systemd-logind.service getty.target timers.target; do
  ln -sfn /dev/null "$root/etc/systemd/system/$unit"
done
hostname with-systemd
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
rm -rf "$root/var/log/journal"
while IFS= read -r path; do
  [ -n "$path" ] || continue
  # One may lie in another that is bound already.
  if [ -d "$path" ]; then mkdir -p "$root$path"; elif [ ! -e "$root$path" ]; then
    mkdir -p "$root${path%/*}"
    : >"$root$path"
  fi
  mount --rbind "$path" "$root$path"
  mount -o remount,bind,ro "$root$path"
done <"$work/binds"
while IFS= read -r path; do
  [ -z "$path" ] || [ ! -d "$root$path" ] || mount -t tmpfs -o mode=755 tmpfs "$root$path"
done <"$work/hidden"
cd "$root"
mkdir .outside
pivot_root . .outside
umount -l /.outside
rmdir /.outside
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin container=with-systemd LANG=C.UTF-8 \
  /lib/systemd/systemd --system --unit=basic.target
BOOT
printf '%s\n' "${controllers[@]+"${controllers[@]%%=/*}"}" >"$work/controllers"
printf '%s\n' "${binds[@]+"${binds[@]}"}" >"$work/binds"
printf '%s\n' "${hidden[@]+"${hidden[@]}"}" >"$work/hidden"

(
  for group in "${groups[@]}"; do echo $BASHPID >"$group/cgroup.procs"; done
  exec unshare --pid --mount --cgroup --uts --ipc --fork --kill-child bash "$work/boot" "$work" "$hybrid"
) </dev/null >"$work/console" 2>&1 &
outside=$!
disown "$outside"

inside=
for _ in $(seq 1000); do
  kill -0 "$outside" 2>/dev/null || break
  first=$(tr -d ' ' <"/proc/$outside/task/$outside/children" 2>/dev/null) || first=
  # Before it has become systemd, its files are still this machine's own.
  if [ -n "$first" ] && [[ $(readlink "/proc/$first/exe") == */systemd ]]; then
    enter=(nsenter -t "$first" -m -u -i -p -C)
    state=$("${enter[@]}" systemctl is-system-running 2>/dev/null) || true
    if [[ $state == running || $state == degraded ]]; then inside=1; break; fi
  fi
  sleep 0.03
done
[ -n "$inside" ] || { cat "$work/console" >&2; unable "systemd did not come up"; }

status=0
timeout --foreground -k 5 "$timeout" "${enter[@]}" systemd-run --quiet --wait --pipe --collect --service-type=exec \
  --working-directory="$PWD" --setenv=PATH="$PATH" --setenv=HOME="${HOME:-/root}" --setenv=LANG="${LANG:-C.UTF-8}" \
  --property=TasksMax=infinity --property=LimitNOFILE="$(ulimit -Hn)" -- "$@" || status=$?
exit "$status"
