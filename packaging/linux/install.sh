#!/bin/sh
# Installs Skop Desktop @VERSION@ for one person, without root: sh skop-desktop-@VERSION@.run
# Below the last line of this script lies the app, packed with tar and xz.
set -eu

VERSION=@VERSION@
OFFSET=@OFFSET@
SHA256=@SHA256@
KILOBYTES=@KILOBYTES@
NEEDS_GLIBC=35

usage() {
    cat <<END
Skop Desktop $VERSION for Linux (x86-64).

  sh $0 [--prefix FOLDER]    install (into ~/.local unless told otherwise)
  sh $0 --uninstall          remove what was installed; your searches and documents stay
  sh $0 --help               this text
END
}

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

prefix=${HOME:?HOME is not set}/.local
action=install
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) [ $# -ge 2 ] || { usage >&2; exit 2; }; prefix=$2; shift ;;
        --uninstall) action=uninstall ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
case $prefix in
    /*) ;;
    *) prefix=$PWD/$prefix ;;
esac
case $prefix in
    *'
'*) stop "The folder's name must not hold a line break." ;;
esac
case $0 in
    */*) own=$0 ;;
    *) own=./$0 ;;
esac

app=$prefix/lib/skop-desktop
share=$prefix/share
[ "$prefix" != "$HOME/.local" ] || share=${XDG_DATA_HOME:-$HOME/.local/share}

if [ $action = uninstall ]; then
    [ -f "$app/uninstall" ] || stop "Skop Desktop is not installed in $prefix."
    exec sh "$app/uninstall"
fi

require_system() {
    [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] ||
        stop "This installer is for Linux on x86-64; this is $(uname -s) on $(uname -m)."
    for tool in tar xz sha256sum; do
        command -v $tool >/dev/null || stop "The program $tool is needed. Install it and try again."
    done
    libc=$(getconf GNU_LIBC_VERSION 2>/dev/null || echo unknown)
    minor=${libc#glibc 2.}
    case $minor in
        *[!0-9]*) stop "Skop Desktop needs the GNU C library 2.$NEEDS_GLIBC or newer." ;;
    esac
    [ "$minor" -ge $NEEDS_GLIBC ] ||
        stop "This system is too old: it has $libc, and Skop Desktop needs 2.$NEEDS_GLIBC or newer."
}

require_not_running() {
    for running in /proc/[0-9]*/exe; do
        [ "$(readlink "$running" 2>/dev/null || :)" != "$app/skop-desktop" ] ||
            stop "Skop Desktop is running. Close it and start the installer again."
    done
}

remove() {
    rm -f "$1"
    folder=${1%/*}
    while [ "$folder" != "$HOME" ] && rmdir "$folder" 2>/dev/null; do folder=${folder%/*}; done
}

placed=
stage=
was_there=no
[ ! -d "$app" ] || was_there=yes
roll_back() {
    status=$?
    trap '' HUP INT TERM
    if [ $status -ne 0 ] && [ -n "$stage" ]; then
        if [ -d "$stage/before" ]; then
            rm -rf "$app"
            mv "$stage/before" "$app"
        elif [ $was_there = no ]; then
            rm -rf "$app"
        fi
        if [ $was_there = no ]; then
            printf '%s' "$placed" | while IFS= read -r file; do remove "$file"; done
        fi
    fi
    [ -z "$stage" ] || rm -rf "$stage"
    [ $status -eq 0 ] || remove "$prefix/lib/none"
    exit $status
}
trap roll_back EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

unpack() {
    mkdir -p "$prefix/lib" 2>/dev/null || stop "Nothing was installed: $prefix cannot be written to."
    stage=$(mktemp -d "$prefix/lib/.skop-desktop.XXXXXX" 2>/dev/null) ||
        stop "Nothing was installed: $prefix/lib cannot be written to."
    free=$(df -Pk "$stage" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$KILOBYTES" ] ||
        stop "Nothing was installed: the disk is too full. $((KILOBYTES / 1024)) MB are needed in $prefix."
    tail -c +"$OFFSET" "$own" | sha256sum | grep -q "^$SHA256 " ||
        stop "Nothing was installed: this file is damaged. Download it again."
    tail -c +"$OFFSET" "$own" | xz -dc 2>/dev/null | tar -xf - -C "$stage" 2>/dev/null ||
        stop "Nothing was installed: the disk is full, or $prefix cannot be written to."
}

# The desktop entry specification's two rules: quotes first, then backslashes of any text.
quoted() {
    printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g'
}

place() {
    (cd "$stage/share" && find . -type f) >"$stage/list"
    while IFS= read -r file; do
        file=${file#./}
        mkdir -p "$share/${file%/*}" && mv -f "$stage/share/$file" "$share/$file" ||
            stop "Nothing was installed: $share cannot be written to."
        placed="$placed$share/$file
"
    done <"$stage/list"
    mkdir -p "$prefix/bin" && ln -sfn ../lib/skop-desktop/skop-desktop "$prefix/bin/skop-desktop" ||
        stop "Nothing was installed: $prefix/bin cannot be written to."
    placed="$placed$prefix/bin/skop-desktop
"
}

single_quoted() {
    printf "'"
    printf '%s' "$1" | sed "s/'/'\\\\''/g"
    printf "'"
}

write_uninstaller() {
    {
        printf '#!/bin/sh\n# Removes Skop Desktop; searches, settings and documents stay.\nset -u\n'
        printf 'prefix=%s\nshare=%s\n' "$(single_quoted "$prefix")" "$(single_quoted "$share")"
        cat <<'END'
remove() {
    rm -f "$1"
    folder=${1%/*}
    while [ "$folder" != "$prefix" ] && [ "$folder" != "${share%/*}" ]; do
        rmdir "$folder" 2>/dev/null || break
        folder=${folder%/*}
    done
}
END
        (cd "$stage/share" && find . -type f) | while IFS= read -r file; do
            printf 'remove "$share"/%s\n' "$(single_quoted "${file#./}")"
        done
        cat <<'END'
if command -v update-desktop-database >/dev/null; then
    update-desktop-database "$share/applications" 2>/dev/null
fi
if ! ls "$share"/applications/*.desktop >/dev/null 2>&1; then
    remove "$share/applications/mimeinfo.cache"
fi
remove "$prefix/bin/skop-desktop"
rm -rf "$prefix/lib/skop-desktop"
rmdir "$prefix/lib" 2>/dev/null
echo "Skop Desktop was removed. Your searches and documents are still there."
END
    } >"$stage/app/uninstall" || stop "Nothing was installed: the disk is full."
}

require_system
require_not_running
unpack
entry=$stage/share/applications/skop-desktop.desktop
case $app in
    # GLib looks for a program with such a sign in its path under another name, and finds none.
    *[%=]*)
        printf '#!/bin/sh\nexec "${0%%/*}/skop-desktop" "$@"\n' >"$stage/app/start" ||
            stop "Nothing was installed: the disk is full."
        command="/bin/sh \"$(quoted "$app/start")\" %u"
        ;;
    *) command="\"$(quoted "$app/skop-desktop")\" %u" ;;
esac
awk -v line="Exec=$(printf '%s' "$command" | sed 's/\\/\\\\/g')" \
    '/^Exec=/ { print line; next } { print }' "$entry" >"$entry.new" && mv "$entry.new" "$entry" ||
    stop "Nothing was installed: the disk is full."
write_uninstaller
[ $was_there = no ] || mv "$app" "$stage/before"
mv "$stage/app" "$app"
place

! command -v update-desktop-database >/dev/null ||
    update-desktop-database "$share/applications" 2>/dev/null || :
echo "Skop Desktop $VERSION is installed. It stands in the menu of your desktop, and here:"
echo "  $prefix/bin/skop-desktop"
echo "To remove it: $app/uninstall"
missing=$(LD_LIBRARY_PATH=$app/_internal ldd "$app/_internal/PySide6/Qt/plugins/platforms/libqxcb.so" \
    2>/dev/null | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
[ -z "$missing" ] || echo "Install these libraries with your system's package manager: $missing"
exit 0
