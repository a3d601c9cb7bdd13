#!/usr/bin/env bash
# The Debian package on a running systemd: install, use, upgrade under load, remove, purge. Needs root; all happens in a
# copy of this machine that is thrown away.
# Usage: package_test.sh PACKAGE.deb
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
package=$(realpath "$1")

# Nothing below may happen to a machine that somebody uses.
if [ -z "${IN_THROW_AWAY_COPY:-}" ]; then
  # Without Swift, as on a machine that only runs the programs.
  "$root/Tests/Systemd/with-systemd.sh" --hide /opt/swift --bind "$root" --bind "$package" --timeout 600 -- \
    env IN_THROW_AWAY_COPY=yes "$(realpath "$0")" "$package"
  exit
fi

export DEBIAN_FRONTEND=noninteractive
work=$(mktemp -d)
failures=0

# check WHAT COMMAND…: the command succeeds.
check() {
  local what=$1
  shift
  if "$@" >"$work/output" 2>&1; then echo "ok      $what"; else
    sed 's/^/        /' "$work/output"
    echo "FAILED  $what"
    failures=$((failures + 1))
  fi
}
# refused STATUS COMMAND…: the command ends with that status.
refused() {
  local status=0 expected=$1
  shift
  "$@" || status=$?
  [ "$status" = "$expected" ] || { echo "ended with $status, not $expected" && false; }
}
is() { [ "$1" = "$2" ] || { echo "it is: $1" && echo "not:   $2" && false; }; }
state() { is "$(systemctl is-active "$1" || true)" "$2"; }
enabled() { is "$(systemctl is-enabled "$1" 2>/dev/null || true)" "$2"; }
absent() {
  local path
  for path in "$@"; do if [ -e "$path" ] || [ -L "$path" ]; then echo "$path" && return 1; fi; done
}
articles() { rpc-client call indexStats --pointer /articles; }
# What the machine holds. Not what others work on meanwhile, nor what dpkg, man-db and shadow write about every package.
listing() {
  find / -xdev \( -path /work -o -path /opt -o -path /tmp -o -path /root -o -path /home -o -path /var/cache/man \
    -o -path /var/log -o -path /var/backups -o -path /var/lib/dpkg -o -path "$work" \) -prune \
    -o -printf '%p %y %m %u:%g %l\n' | sort
  cat /etc/passwd /etc/group
  find /run -name '*article*' | sort
  dpkg-query -W -f '${Package} ${Status}\n' | grep article || true
  systemctl list-units --all --plain --no-legend 'article*'
}
# A package of the same programs, newer by a revision.
newer() {
  mkdir -p "$work/programs"
  dpkg-deb --fsys-tarfile "$package" | tar x -C "$work/programs"
  # Uncompressed: nobody keeps it.
  DPKG_DEB_COMPRESSOR_TYPE=none "$root/deploy/build-deb.sh" --version "$version+$1" "$work/programs/usr/bin" "$work" >/dev/null
  echo "$work/article-service_${version}+$1_$(dpkg --print-architecture).deb"
}

for path in /etc/article /var/lib/prometheus /var/lib/article /var/lib/private/article /etc/systemd/system/article.service; do
  [ ! -e $path ] || { echo "FAILED  $path is on this machine before the package is" && exit 1; }
done
version=$(dpkg-deb -f "$package" Version)
# Before the listing: what useradd leaves behind is not the package's.
useradd member
useradd stranger
listing >"$work/before"

# Install.
check "installs" dpkg -i "$package"
check "Swift is not here" absent /opt/swift/usr
check "nothing to link is missing" bash -c '! ldd /usr/bin/article-service /usr/bin/rpc-client | grep "not found"'
for socket in article.socket article-admin.socket; do
  check "$socket is enabled" enabled $socket enabled
  check "$socket listens" state $socket active
done
check "the service waits for a client" state article.service inactive
for unit in article-metrics.timer article-metrics.socket; do check "$unit is not enabled" enabled $unit disabled; done
check "the units are well-formed" systemd-analyze verify /lib/systemd/system/article*.{service,socket,timer}
for page in "1 rpc-client" "5 article.yaml" "8 article-service"; do
  # shellcheck disable=SC2086 # two words
  check "the manual has $page" bash -c "man --warnings -E UTF-8 $page 2>&1 >/dev/null | (! grep .)"
done
check "bash takes the completions" bash -n /usr/share/bash-completion/completions/{article-service,rpc-client}
if command -v zsh >/dev/null; then check "zsh takes the completions" zsh -n /usr/share/zsh/vendor-completions/_article-service; fi
if command -v fish >/dev/null; then check "fish takes the completions" fish -n /usr/share/fish/vendor_completions.d/article-service.fish; fi
check "the configuration is right" article-service check-config

# Use.
usermod -aG article-clients member
check "the first call starts the service" rpc-client call system.health
check "the service runs" state article.service active
check "a member of the group is answered" runuser -u member -- rpc-client call system.health
check "nobody else is" refused 69 runuser -u stranger -- rpc-client call system.health
check "the socket for administrators is root's" refused 69 runuser -u member -- rpc-client list --socket /run/article/admin.sock
check "root may call what is for administrators" rpc-client call pruneIndex before=1990-01-01 --socket /run/article/admin.sock
check "the example parses" rpc-client call parseArticle /usr/share/doc/article-service/examples/sample.txt
check "it speaks over standard streams" bash -c "
  echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.health\"}' |
    article-service --stdio --state-dir $work/state | grep '\"status\":\"ok\"'"

check "it reloads" systemctl reload article.service

# Upgrade, three times, while four clients add articles as fast as they can.
echo "# a comment of mine" >>/etc/article/article.yaml
systemctl disable --quiet article-admin.socket
packages=("$(newer 1)" "$(newer 2)" "$(newer 3)")
inodes=$(stat -c %i /run/article/*.sock)
python3 "$root/Tests/System/package/load.py" /run/article/article.sock >"$work/load" 2>"$work/load-failures" &
load=$!
for newer in "${packages[@]}"; do
  sleep 1
  before=$(systemctl show -P MainPID article.service)
  check "upgrades under load to $(dpkg-deb -f "$newer" Version)" dpkg -i "$newer"
  check "the new program runs" bash -c "[ $before != $(systemctl show -P MainPID article.service) ]"
done
sleep 1
kill "$load"
wait "$load" || true
read -r added failed <"$work/load"
check "of $added calls none failed" bash -c "cat $work/load-failures && [ $failed = 0 ] && [ $added -gt 100 ]"
check "every article that was added is in the index" is "$(articles)" "$added"
check "the sockets are the same" is "$(stat -c %i /run/article/*.sock)" "$inodes"
check "a changed configuration stays" grep -q "a comment of mine" /etc/article/article.yaml
check "a disabled socket stays disabled" enabled article-admin.socket disabled
systemctl enable --quiet article-admin.socket

# Measurements.
textfiles=/var/lib/prometheus/node-exporter
ask() { python3 -c '
import socket, sys
with socket.socket(socket.AF_UNIX) as peer:
    peer.connect("/run/article/metrics.sock")
    sys.stdout.write(peer.makefile().read())'; }
open_metrics() { grep -q '^# TYPE ' "$1" && is "$(tail -n 1 "$1")" "# EOF"; }
without_directory=$(systemctl start article-metrics.service 2>&1 && systemctl show -P ConditionResult article-metrics.service)
check "without a node exporter nothing is measured" is "$without_directory" no
mkdir -p $textfiles
check "measures for the node exporter" systemctl start article-metrics.service
check "they are in its directory" open_metrics $textfiles/article.prom
check "they are root's, and nothing else is there" is "$(cd $textfiles && stat -c '%n %U %a' -- *)" "article.prom root 644"
systemctl enable --now --quiet article-metrics.socket
ask >"$work/metrics" || true
check "measures for whoever connects" open_metrics "$work/metrics"
systemctl stop article.service
check "does not fail while the service rests" systemctl start article-metrics.service
check "ends the connection while it rests" is "$(ask)" ""
check "measuring has not started the service" state article.service inactive
check "the last measurements stay" is "$(ls $textfiles)" article.prom

# Remove, and come back.
rpc-client call system.health >/dev/null
check "removes" dpkg -r article-service
check "no unit runs" is "$(systemctl list-units --plain --no-legend --state=active,failed 'article*')" ""
check "no program, socket or unit is left" absent /usr/bin/article-service /usr/bin/rpc-client /run/article /lib/systemd/system/article.service
check "the configuration is left" test -e /etc/article/article.yaml
check "installs again" dpkg -i "${packages[2]}"
check "the index is the old one" is "$(articles)" "$added"

# Purge: with a member in the group, and without.
check "purges" dpkg -P article-service
check "a group with a member stays" getent group article-clients
check "installs once more" dpkg -i "$package"
check "the index is new" is "$(articles)" 0
gpasswd --delete member article-clients >/dev/null
check "purges again" dpkg -P article-service
rm -r "${textfiles%/*}"
listing >"$work/after"
check "nothing is left" diff "$work/before" "$work/after"
check "nothing has failed" is "$(systemctl list-units --plain --no-legend --state=failed)" ""

echo "$failures failed"
[ "$failures" = 0 ]
