#!/usr/bin/env bash
# A mosquitto of its own on loopback, for tests and for trying an uplink: mosquitto.sh start|stop|reload FOLDER [PORT]
# With a file reference.conf in FOLDER that one is its configuration, whose first listener is on PORT.
# Sessions and what waits for them are kept in FOLDER and survive a stop. Needs the Debian package mosquitto.
set -euo pipefail

action=${1:?start or stop} folder=${2:?a folder} port=${3:-1883}
mosquitto=$(PATH="$PATH:/usr/sbin" command -v mosquitto) || { echo "mosquitto is not installed: apt-get install mosquitto" >&2; exit 3; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

case $action in
start)
  mkdir -p "$folder"
  cat > "$folder/mosquitto.conf" <<EOF
listener $port 127.0.0.1
allow_anonymous true
user $(id -un)
persistence true
persistence_location $folder/
max_queued_messages 0
max_inflight_messages 100
pid_file $folder/pid
EOF
  if [ -f "$folder/reference.conf" ]; then
    { cat "$folder/reference.conf"; printf '%s\n' "user $(id -un)" "pid_file $folder/pid"; } > "$folder/mosquitto.conf"
  fi
  setsid "$mosquitto" -c "$folder/mosquitto.conf" </dev/null >>"$folder/log" 2>&1 &
  for _ in $(seq 200); do listens && exit 0; sleep 0.05; done
  echo "mosquitto does not listen on port $port: see $folder/log" >&2
  exit 1
  ;;
reload)
  kill -HUP "$(cat "$folder/pid")"
  ;;
stop)
  [ -f "$folder/pid" ] || exit 0
  pid=$(cat "$folder/pid")
  kill "$pid" 2>/dev/null || exit 0
  for _ in $(seq 200); do kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.05; done
  echo "mosquitto $pid does not end" >&2
  exit 1
  ;;
*)
  echo "mosquitto.sh start|stop|reload FOLDER [PORT]" >&2
  exit 2
  ;;
esac
