#!/bin/sh
# Makes the AppImage of the frozen app. Not verified: runs in the release workflow only, as the
# runtime and the tool come from a host that the checks of this project do not reach.
# usage: appimage.sh VERSION APPIMAGETOOL RUNTIME
set -eu

version=$1 tool=$2 runtime=$3
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$root/build/AppDir

rm -rf "$tree"
mkdir -p "$tree/usr/lib" "$tree/usr/share"
cp -a "$root/build/frozen/skop-desktop" "$tree/usr/lib/"
cp -a "$root/build/share/." "$tree/usr/share/"
ln -s usr/lib/skop-desktop/skop-desktop "$tree/AppRun"
cp "$tree/usr/share/applications/skop-desktop.desktop" "$tree/"
cp "$tree/usr/share/icons/hicolor/256x256/apps/skop-desktop.png" "$tree/"
ln -s skop-desktop.png "$tree/.DirIcon"
mkdir -p "$root/dist"
# zstd: the static runtime reads zlib and zstd, not xz.
ARCH=x86_64 "$tool" --appimage-extract-and-run --no-appstream --comp zstd \
    --runtime-file "$runtime" "$tree" "$root/dist/SkopDesktop-$version-x86_64.AppImage"
