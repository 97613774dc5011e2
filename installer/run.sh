#!/bin/sh
# The main job on the example: in the window where there is a display, else as a tour of pictures.
set -eu
bin=$1
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/clinnet" --example
fi
mkdir -p build/tour
QT_QPA_PLATFORM=offscreen "$bin/clinnet" tour build/tour
echo "No display here, so the whole job was done without one. Look at the pictures in build/tour."
