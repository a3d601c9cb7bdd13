#!/usr/bin/env bash
# Installs the service and its client with their systemd units. Usage: install.sh BIN_DIR PREFIX, or --remove PREFIX
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
units=/etc/systemd/system
# Where systemd is not PID 1 (an image being built), the files are put in place and nothing is started.
systemctl() { if [ -d /run/systemd/system ]; then command systemctl "$@"; fi; }

if [ "$1" = --remove ]; then
  systemctl disable --now --quiet article.socket article-admin.socket article.service || true
  rm -f "$units"/article.{socket,service} "$units/article-admin.socket" /etc/sysusers.d/article.conf
  rm -f "$2/bin/article-service" "$2/bin/rpc-client"
  systemctl daemon-reload
  echo "removed; the index is still in /var/lib/private/article"
  exit
fi

install -Dm755 --strip "$1/article-service" "$2/bin/article-service"
install -Dm755 --strip "$1/rpc-client" "$2/bin/rpc-client"
install -Dm644 "$here/article.sysusers" /etc/sysusers.d/article.conf
systemd-sysusers /etc/sysusers.d/article.conf
install -Dm644 -t "$units" "$here/article.socket" "$here/article-admin.socket"
sed "s|@PREFIX@|$2|" "$here/article.service" >"$units/article.service"
systemctl daemon-reload
systemctl enable --now --quiet article.socket article-admin.socket
# A service that runs already goes on with the old program until it is restarted; its sockets stay open.
systemctl try-restart article.service
echo "installed; try: $2/bin/rpc-client list"
