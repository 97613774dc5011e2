#!/bin/sh
# Make sure that Qt finds the system's libraries: install them where that is allowed, else say
# the one line to type. Asks the loader first, so that a prepared machine needs no package tool.
#   system_libraries.sh [window]    "window": those of a window too, although there is no display here
set -u
offscreen="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
window="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
needed="libEGL.so.1 libGL.so.1 libxkbcommon.so.0 libfontconfig.so.1 libdbus-1.so.3 libglib-2.0.so.0"
[ "$(uname -s)" = Linux ] || exit 0
packages=$offscreen
if [ -n "${DISPLAY:-}" ] || [ "${1:-}" = window ]; then
  packages="$packages $window"
  needed="$needed libxkbcommon-x11.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0"
fi
missing=""
known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
for library in $needed; do
  case "$known" in *"$library"*) ;; *) missing="$missing $library" ;; esac
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing what Qt needs of the system:$missing"
  if said=$(export DEBIAN_FRONTEND=noninteractive
            apt-get update -qq 2>&1 && apt-get install -y -qq $packages 2>&1); then exit 0; fi
  echo "$said"
fi
echo "Qt needs these libraries of the system:$missing"
echo "Ask for, or type:  sudo apt-get install $packages"
exit 1
