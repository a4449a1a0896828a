#!/bin/sh
# A disk image for macOS: sh packaging/recipes/dmg.sh -> dist/Trimtab-VERSION-MACHINE.dmg
# Needs `python3 dev.py package` before, on the Mac itself (PyInstaller freezes for the system it runs on).
# UNTESTED as a whole: nobody has run Trimtab on macOS yet. What to look at first:
#  - whether dist/Trimtab.app opens, and `dist/Trimtab.app/Contents/MacOS/trimtab --help` answers;
#  - a double click on a .trimtab file: macOS sends it as an event, which the program does not read yet;
#  - without a Developer ID the system refuses a downloaded program until it is allowed in Privacy & Security.
#    With one, set SIGN_AS="Developer ID Application: ..." and notarise the image afterwards with `xcrun notarytool`.
set -eu
cd "$(dirname "$0")/../.."
. dist/trimtab.env
if [ -n "${SIGN_AS:-}" ]; then
  codesign --force --deep --options runtime --timestamp --sign "$SIGN_AS" dist/Trimtab.app
  codesign --verify --strict dist/Trimtab.app
fi
tree=build/dmg
rm -rf "$tree"
mkdir -p "$tree"
cp -R dist/Trimtab.app "$tree/"
ln -s /Applications "$tree/Applications"
hdiutil create -volname Trimtab -srcfolder "$tree" -format UDZO -ov "dist/Trimtab-$VERSION-$MACHINE.dmg"
rm -rf "$tree"
