#!/bin/sh
# One file that runs on most Linux desktops: sh packaging/recipes/appimage.sh -> dist/Trimtab-VERSION-MACHINE.AppImage
# Needs `python3 dev.py package` before, and appimagetool in the PATH (https://appimage.github.io).
# Tried: the folder build/Trimtab.AppDir that it makes, started through its AppRun on Debian 12 (x86_64).
# Untested: the last step, appimagetool itself, so the finished AppImage too.
# Runs where glibc is at least as new as where it was frozen: freeze on the oldest system you mean to serve.
set -eu
cd "$(dirname "$0")/../.."
. dist/trimtab.env
tree=build/Trimtab.AppDir
rm -rf "$tree"
mkdir -p "$tree/usr/lib" "$tree/usr/share/metainfo"
cp -a dist/trimtab "$tree/usr/lib/trimtab"
cp packaging/recipes/trimtab.desktop build/icons/trimtab.png "$tree/"
ln -s trimtab.png "$tree/.DirIcon"
cat >"$tree/AppRun" <<'END'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/usr/lib/trimtab/trimtab" "$@"
END
chmod 755 "$tree/AppRun"
if ! command -v appimagetool >/dev/null; then
  echo "$tree is ready; appimagetool is not in the PATH, so it was not packed into one file." >&2
  exit 1
fi
ARCH=$MACHINE appimagetool "$tree" "dist/Trimtab-$VERSION-$MACHINE.AppImage"
