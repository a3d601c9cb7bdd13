# shellcheck shell=bash disable=SC2034
# What both ways of installing put in place. Sourced by install.sh and build-deb.sh.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
units=(article.service article.socket article-admin.socket
  article-metrics.service article-metrics.timer article-metrics.socket article-metrics@.service)
pages=(man1/rpc-client.1 man5/article.yaml.5 man8/article-service.8)
tables=(persons.tsv organisations.tsv publishers.tsv residue.tsv)

# put_units PREFIX DIRECTORY: the units, their programs under PREFIX.
put_units() {
  local unit
  for unit in "${units[@]}"; do
    install -Dm644 "$here/$unit" "$2/$unit"
    sed -i "s|@PREFIX@|$1|" "$2/$unit"
  done
}

# put_pages BIN_DIR DIRECTORY: the manual, compressed without names and times, so that equal sources give equal files.
put_pages() {
  local page keys commands statuses
  # Not in a pipe, where its failure would go unseen.
  keys=$("$1/article-service" show-config --man)
  commands=$("$1/rpc-client" manual commands)
  statuses=$("$1/rpc-client" manual statuses)
  for page in "${pages[@]}"; do
    mkdir -p "$2/${page%/*}"
    if [ -e "$here/man/${page#*/}" ]; then cat "$here/man/${page#*/}"; else
      # Read from a file: a key's text may hold what sed or the shell would take for its own.
      sed -e '/^@KEYS@$/{r /dev/fd/3' -e 'd}' -e '/^@COMMANDS@$/{r /dev/fd/4' -e 'd}' -e '/^@STATUSES@$/{r /dev/fd/5' -e 'd}' \
        "$here/man/${page#*/}.in" 3<<<"$keys" 4<<<"$commands" 5<<<"$statuses"
    fi | gzip -9n >"$2/$page.gz"
    chmod 644 "$2/$page.gz"
  done
}

# put_completions BIN_DIR BASH_DIRECTORY ZSH_DIRECTORY FISH_DIRECTORY
put_completions() {
  local program
  mkdir -p "$2" "$3" "$4"
  for program in article-service rpc-client; do
    # bash sources it: it is no program, whatever its first line says.
    "$1/$program" --generate-completion-script bash | sed '1{/^#!/d}' >"$2/$program"
    "$1/$program" --generate-completion-script zsh >"$3/_$program"
    "$1/$program" --generate-completion-script fish >"$4/$program.fish"
    chmod 644 "$2/$program" "$3/_$program" "$4/$program.fish"
  done
}

# put_config BIN_DIR DIRECTORY: the configuration with every default, and empty tables. What is there already stays.
put_config() {
  local table defaults
  defaults=$("$1/article-service" show-config --defaults)
  mkdir -p "$2"
  if [ ! -e "$2/article.yaml" ]; then install -m644 /dev/stdin "$2/article.yaml" <<<"$defaults"; fi
  for table in "${tables[@]}"; do
    if [ ! -e "$2/$table" ]; then install -m644 "$here/etc/$table" "$2/$table"; fi
  done
}
