#!/usr/bin/env bash
# Builds the Debian package of programs that have been built with --static-swift-stdlib. The same commit and programs give
# the same bytes. Usage: build-deb.sh [--version VERSION] BIN_DIR OUT_DIR
set -euo pipefail
source "$(dirname "$0")/files.sh"
umask 022
export LC_ALL=C.UTF-8 TZ=UTC

version=
if [ "$1" = --version ]; then
  version=$2
  shift 2
fi
bin=$1 out=$2
root=$(dirname "$here")

if objdump -p "$bin/article-service" "$bin/rpc-client" | grep -q 'NEEDED *libswift'; then
  echo "$bin: the programs need Swift's shared libraries; make build links them in" >&2
  exit 1
fi
# The revision is the packaging's; sources without git, of a tarball, are as old as their changelog.
[ -n "$version" ] || version=$("$bin/article-service" --version)-1
source_commit=$(git -C "$root" describe --always --dirty --abbrev=12 2>/dev/null || echo "a source archive")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null ||
  stat -c %Y "$root/CHANGELOG.md")}
export SOURCE_DATE_EPOCH
architecture=$(dpkg --print-architecture)
# Debian's own variables name whoever builds for others; without them it is whoever made the commit.
maintainer="${DEBFULLNAME:-$(git -C "$root" log -1 --format=%an)} <${DEBEMAIL:-$(git -C "$root" log -1 --format=%ae)}>"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
doc=$tree/usr/share/doc/article-service

# Programs, without what only a debugger reads.
install -Dm755 -t "$tree/usr/bin" "$bin/article-service" "$bin/rpc-client"
strip --remove-section=.comment --remove-section=.note "$tree"/usr/bin/*
put_units /usr "$tree/lib/systemd/system"
install -Dm644 "$here/article.sysusers" "$tree/usr/lib/sysusers.d/article.conf"
# No tmpfiles.d: the units make /run/article and /var/lib/article themselves.
put_config "$bin" "$tree/etc/article"
put_pages "$bin" "$tree/usr/share/man"
put_completions "$bin" "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
  "$tree/usr/share/fish/vendor_completions.d"

# Documents.
install -Dm644 -t "$doc" "$here/debian/copyright" "$root/NOTICE" "$root"/docs/{protocol,operations,security,methods}.md
sed 's|(\.\./docs/|(|g' "$here/README.md" >"$doc/README.md"
for model in Entity Page Duplicate; do
  install -m644 "$root/Sources/C${model}Model/MODEL_CARD.md" "$doc/model-card-${model,,}.md"
done
install -Dm644 -t "$doc/examples" "$root/Examples/sample.txt" "$root/Examples/sample.html"
gzip -9n <"$root/CHANGELOG.md" >"$doc/changelog.gz"
gzip -9n >"$doc/changelog.Debian.gz" <<END
article-service ($version) bookworm; urgency=medium

  * Built from $source_commit. What is new: changelog.gz.

 -- $maintainer  $(date -R -d "@$SOURCE_DATE_EPOCH")
END
install -Dm644 "$here/debian/lintian-overrides" "$tree/usr/share/lintian/overrides/article-service"

# What the programs link to. dpkg-shlibdeps wants a source package around it, and the package's own directory.
mkdir "$work/debian" "$tree/DEBIAN"
printf 'Source: article-service\n\nPackage: article-service\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O tree/usr/bin/* | sed -n 's/^shlibs:Depends=//p')

install -m755 -t "$tree/DEBIAN" "$here"/debian/{postinst,prerm,postrm}
(cd "$tree" && find etc -type f | LC_ALL=C sort | sed 's|^|/|') >"$tree/DEBIAN/conffiles"
(cd "$tree" && find . -path ./DEBIAN -prune -o -path ./etc -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z |
  xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
# As dpkg-gencontrol counts it: files in whole KiB, everything else as one.
size=$(find "$tree" -path "$tree/DEBIAN" -prune -o -mindepth 1 -printf '%y %s\n' |
  awk '{ kib += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print kib }')
cat >"$tree/DEBIAN/control" <<END
Package: article-service
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $size
Depends: $libraries, systemd (>= 252)
Suggests: prometheus-node-exporter, socat
Section: net
Priority: optional
Description: turns raw Korean news into clean data, for programs of this machine
 A service on a Unix socket, started by systemd when the first program
 connects. It speaks JSON-RPC 2.0 and finds in scraped text or HTML the title,
 times, bylines and clean paragraphs of an article; tells exact and near
 duplicates among all articles ever seen; and extracts persons, organisations,
 places, dates, quantities and quotes.
 .
 rpc-client calls it, or any other JSON-RPC 2.0 server on a Unix socket, from
 the shell.
END

find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
package=$out/article-service_${version}_$architecture.deb
# One thread: how many there are may show in what the compressor writes.
dpkg-deb --root-owner-group --threads-max=1 --build "$tree" "$package" >/dev/null
echo "$package"
