#!/bin/sh
# A package for Debian and Ubuntu from the frozen folder: sh packaging/recipes/deb.sh -> dist/trimtab_VERSION_ARCH.deb
# Needs `python3 dev.py package` before, and dpkg-deb.
# Tried: built on Debian 12; installed and run in a bare Debian 12 and 13 (x86_64).
# Untested: Ubuntu, ARM, upgrade from an older package, the icon and double click on a desktop.
set -eu
cd "$(dirname "$0")/../.."
. dist/trimtab.env
arch=$(dpkg --print-architecture)
tree=build/deb
rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/lib" "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/mime/packages" \
  "$tree/usr/share/icons/hicolor/256x256/apps" "$tree/usr/share/doc/trimtab"
cp -a dist/trimtab "$tree/usr/lib/trimtab"
ln -s ../lib/trimtab/trimtab "$tree/usr/bin/trimtab"
cp packaging/recipes/trimtab.desktop "$tree/usr/share/applications/"
cp packaging/recipes/trimtab.xml "$tree/usr/share/mime/packages/"
cp build/icons/trimtab.png "$tree/usr/share/icons/hicolor/256x256/apps/"
cp LICENSE "$tree/usr/share/doc/trimtab/copyright"
chmod -R u+rwX,go+rX,go-w "$tree/usr"
cat >"$tree/DEBIAN/control" <<END
Package: trimtab
Version: $VERSION
Architecture: $arch
Maintainer: Trimtab contributors <noreply@trimtab.invalid>
Installed-Size: $KILOBYTES
Depends: libc6 (>= $GLIBC), libgl1, libegl1
Recommends: xdg-utils
Section: misc
Priority: optional
Description: offline portfolio steering in one file
 Measures, dates, monthly money and risks of a portfolio in one file; reads the
 trackers people have, shows where figures miss, prints the steering report.
 Works without a server and without a network. Python is not needed.
END
dpkg-deb --root-owner-group -Zzstd --build "$tree" "dist/trimtab_${VERSION}_$arch.deb"
rm -rf "$tree"
