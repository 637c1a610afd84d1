#!/bin/sh
# Makes the .dmg of the frozen app, signed, notarised and stapled where the secrets are given.
# Not verified: it has never run on a Mac.
# usage: dmg.sh VERSION ARCHITECTURE
# SIGNING_IDENTITY: "Developer ID Application: …", in a keychain that is unlocked.
# NOTARY_APPLE_ID, NOTARY_TEAM_ID, NOTARY_PASSWORD: for notarytool.
set -eu

version=$1 architecture=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
app="$root/build/frozen/Skop Desktop.app"
image=$root/dist/SkopDesktop-$version-$architecture.dmg

sign() {
    codesign --force --timestamp --options runtime \
        --entitlements "$root/packaging/macos/entitlements.plist" \
        --sign "$SIGNING_IDENTITY" "$1"
}

if [ -n "${SIGNING_IDENTITY:-}" ]; then
    # From the inside out: a signature covers those below it.
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) | while IFS= read -r file; do
        sign "$file"
    done
    sign "$app"
    codesign --verify --deep --strict "$app"
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
mkdir -p "$root/dist"
hdiutil create -volname "Skop Desktop" -srcfolder "$stage" -format UDZO -ov "$image"

if [ -n "${SIGNING_IDENTITY:-}" ]; then
    codesign --force --timestamp --sign "$SIGNING_IDENTITY" "$image"
fi
if [ -n "${NOTARY_APPLE_ID:-}" ]; then
    xcrun notarytool submit "$image" --wait --apple-id "$NOTARY_APPLE_ID" \
        --team-id "$NOTARY_TEAM_ID" --password "$NOTARY_PASSWORD"
    xcrun stapler staple "$image"
fi
