#!/usr/bin/env bash
# Installs the service and its client with their systemd units, manual, completions and configuration, without a package.
# Usage: install.sh BIN_DIR PREFIX, or --remove PREFIX
set -euo pipefail
source "$(dirname "$0")/files.sh"
unit_directory=/etc/systemd/system config_directory=/etc/article
# Where systemd is not PID 1 (an image being built), the files are put in place and nothing is started.
systemctl() { if [ -d /run/systemd/system ]; then command systemctl "$@"; fi; }

# remove_unchanged FILE CONTENT: what an administrator has written stays.
remove_unchanged() {
  [ -e "$1" ] || return 0
  if cmp -s "$1" - <<<"$2"; then rm -f "$1"; else echo "kept, since it was changed: $1"; fi
}

if [ "$1" = --remove ]; then
  # Together, so that no client starts the service again in between; and only what is there, since systemctl would refuse
  # them all for one that an older version did not install.
  installed=()
  for unit in article-metrics.timer article-metrics.socket article.socket article-admin.socket article.service; do
    if [ -e "$unit_directory/$unit" ]; then installed+=("$unit"); fi
  done
  if [ ${#installed[@]} -gt 0 ]; then systemctl disable --now --quiet "${installed[@]}" || true; fi
  if defaults=$("$2/bin/article-service" show-config --defaults 2>/dev/null); then
    remove_unchanged "$config_directory/article.yaml" "$defaults"
  fi
  for table in "${tables[@]}"; do remove_unchanged "$config_directory/$table" "$(<"$here/etc/$table")"; done
  rmdir "$config_directory" 2>/dev/null || true
  (cd "$unit_directory" && rm -f "${units[@]}")
  (cd "$2/share/man" && rm -f "${pages[@]/%/.gz}") || true
  for program in article-service rpc-client; do
    rm -f "$2/bin/$program" "$2/share/bash-completion/completions/$program" "$2/share/zsh/site-functions/_$program" \
      "$2/share/fish/vendor_completions.d/$program.fish"
  done
  rm -rf /etc/sysusers.d/article.conf /run/article /var/lib/prometheus/node-exporter/article.prom*
  # Somebody's membership was the administrator's doing, as a change of the configuration was.
  if getent group article-clients | grep -q ':$'; then groupdel article-clients; fi
  systemctl daemon-reload
  echo "removed; the index is still in /var/lib/private/article"
  exit
fi

if [ "$(dpkg-query -W -f '${db:Status-Status}' article-service 2>/dev/null)" = installed ]; then
  echo "the Debian package article-service is installed, and these units would stand before its own: remove it first" >&2
  exit 1
fi
install -Dm755 --strip "$1/article-service" "$2/bin/article-service"
install -Dm755 --strip "$1/rpc-client" "$2/bin/rpc-client"
put_pages "$1" "$2/share/man"
put_completions "$1" "$2/share/bash-completion/completions" "$2/share/zsh/site-functions" \
  "$2/share/fish/vendor_completions.d"
put_config "$1" "$config_directory"
install -Dm644 "$here/article.sysusers" /etc/sysusers.d/article.conf
systemd-sysusers /etc/sysusers.d/article.conf
put_units "$2" "$unit_directory"
systemctl daemon-reload
systemctl enable --now --quiet article.socket article-admin.socket
# A service that runs already goes on with the old program until it is restarted; its sockets stay open.
systemctl try-restart article.service
echo "installed; try: $2/bin/rpc-client list"
