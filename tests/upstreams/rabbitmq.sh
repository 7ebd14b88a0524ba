#!/usr/bin/env bash
# A RabbitMQ node of its own on loopback with the MQTT plugin, for tests and for trying an uplink:
#   rabbitmq.sh start FOLDER MQTT_PORT AMQP_PORT [PEER_FOLDER]
#   rabbitmq.sh stop|kill|sync FOLDER
# A file reference.conf in FOLDER takes the place of the configuration here.
# With the folder of a node that runs, a new node joins that one's cluster; later starts of it go back there by themselves.
# sync writes the register of quorum queues to disk and what was declared out of Mnesia's log, which RabbitMQ 3.10 does by itself only every few minutes: a
# node killed before that may know a new queue or its binding no more. Without the binding it acknowledges what it puts nowhere. Settings in FOLDER/more.conf hold beside the script's own. Queues are kept in FOLDER and survive a stop and a kill. Needs the Debian package rabbitmq-server (3.10.8 in Debian 12).
set -euo pipefail

action=${1:?start, stop, kill or sync} folder=${2:?a folder} mqtt=${3:-1883} amqp=${4:-5672} peer=${5:-}
server=$(ls -d /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server 2>/dev/null | tail -1) || true
[ -n "$server" ] || { echo "rabbitmq-server is not installed: apt-get install rabbitmq-server" >&2; exit 3; }

# A port below the ephemeral ones, so that no connection happens to hold it.
free_port() {
  while :; do
    local port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# The shell's pid comes first; the emulator takes its place with exec, or is its child.
end() {
  [ -f "$folder/pid" ] || return 0
  local pid
  pid=$(cat "$folder/pid")
  kill "-$1" "$pid" 2>/dev/null || return 0
  for _ in $(seq 600); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.05; done
  echo "the node $pid does not end" >&2
  return 1
}

case $action in
start)
  mkdir -p "$folder"
  # The nodes of a cluster know each other by one name server and one secret.
  if [ -n "$peer" ] && [ ! -f "$folder/epmd-port" ]; then
    cp -p "$peer/epmd-port" "$peer/.erlang.cookie" "$folder"
  fi
  [ -f "$folder/epmd-port" ] || free_port > "$folder/epmd-port"
  [ -f "$folder/name" ] || echo "edgeai$$@localhost" > "$folder/name"
  echo "[rabbitmq_mqtt]." > "$folder/enabled_plugins"
  cat > "$folder/rabbitmq.conf" <<EOF
listeners.tcp.1 = 127.0.0.1:$amqp
mqtt.listeners.tcp.1 = 127.0.0.1:$mqtt
disk_free_limit.absolute = 10MB
EOF
  [ ! -f "$folder/more.conf" ] || cat "$folder/more.conf" >> "$folder/rabbitmq.conf"
  if [ -n "$peer" ]; then
    cat >> "$folder/rabbitmq.conf" <<EOF
cluster_formation.peer_discovery_backend = classic_config
cluster_formation.classic_config.nodes.1 = $(cat "$peer/name")
cluster_formation.classic_config.nodes.2 = $(cat "$folder/name")
cluster_formation.randomized_startup_delay_range.min = 0
cluster_formation.randomized_startup_delay_range.max = 1
EOF
  fi
  [ ! -f "$folder/reference.conf" ] || cp "$folder/reference.conf" "$folder/rabbitmq.conf"
  : > "$folder/out"
  export HOME=$folder ERL_EPMD_PORT RABBITMQ_NODENAME RABBITMQ_DIST_PORT
  ERL_EPMD_PORT=$(cat "$folder/epmd-port") RABBITMQ_NODENAME=$(cat "$folder/name") RABBITMQ_DIST_PORT=$(free_port)
  export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_PID_FILE=$folder/pid RABBITMQ_CONF_ENV_FILE=$folder/none
  export RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
  setsid "$server" </dev/null >>"$folder/out" 2>&1 &
  for _ in $(seq 1200); do
    grep -q "completed with" "$folder/out" && exit 0
    kill -0 $! 2>/dev/null || break
    sleep 0.05
  done
  echo "RabbitMQ does not start: see $folder/out and $folder/log" >&2
  exit 1
  ;;
sync)
  HOME=$folder ERL_EPMD_PORT=$(cat "$folder/epmd-port") RABBITMQ_CONF_ENV_FILE=$folder/none \
    "${server%-server}ctl" -q -n "$(cat "$folder/name")" eval 'dumped = mnesia:dump_log(), [ok = dets:sync(Table) || Table <- dets:all()].' >/dev/null
  ;;
stop | kill)
  end "$([ "$action" = stop ] && echo TERM || echo KILL)"
  if [ "$action" = stop ] && [ -f "$folder/epmd-port" ]; then
    ERL_EPMD_PORT=$(cat "$folder/epmd-port") epmd -kill >/dev/null 2>&1 || true
  fi
  ;;
*)
  echo "rabbitmq.sh start|stop|kill|sync FOLDER [MQTT_PORT AMQP_PORT [PEER_FOLDER]]" >&2
  exit 2
  ;;
esac
