#!/usr/bin/env bash
# A RabbitMQ cluster of three nodes of its own on loopback, with the quorum queue city.records over all three, for tests and benchmarks:
#   rabbitmq-cluster.sh start FOLDER MQTT_1 AMQP_1 MQTT_2 AMQP_2 MQTT_3 AMQP_3 [MEMORY]
#   rabbitmq-cluster.sh stop|leader|pids FOLDER
#   rabbitmq-cluster.sh kill|up|split|heal FOLDER NODE
# kill is SIGKILL of a node, up brings it back. split cuts the links between a node and the two others: both sides end what stands and refuse each
# other's handshake from then on, as behind a firewall that resets; its clients reach it still. heal lets them in again. What is not shown by it: a link that goes
# silent is noticed only after Erlang's net_ticktime (60 s). The cluster pauses its minority (pause_minority): a node that sees neither
# of the others stops serving. leader says which node leads the queue, pids the nodes' processes. Needs the Debian package rabbitmq-server.
set -euo pipefail

action=${1:?start, stop, leader, pids, kill, up, split or heal} folder=${2:?a folder}
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
nodes=(1 2 3)

# Three nodes are to leave room on a small machine: above so much memory a node lets no publisher go on, on any of them, until it has less.
settings() {
  echo "cluster_partition_handling = pause_minority"
  echo "vm_memory_high_watermark.absolute = $1"
}

node() { bash "$here/rabbitmq.sh" "$1" "$folder/$2" "${@:3}"; }

# Runs Erlang on a node.
on() {
  HOME=$folder/$1 ERL_EPMD_PORT=$(cat "$folder/$1/epmd-port") RABBITMQ_CONF_ENV_FILE=$folder/none \
    "$(ls -d /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmqctl | tail -1)" -q -n "$(cat "$folder/$1/name")" eval "$2"
}

runs() { [ -f "$folder/$1/pid" ] && kill -0 "$(cat "$folder/$1/pid")" 2>/dev/null; }

others() { for other in "${nodes[@]}"; do [ "$other" = "$1" ] || echo "$other"; done; }

# The other nodes' names as an Erlang list.
names() { others "$1" | while read -r other; do echo "'$(cat "$folder/$other/name")'"; done | paste -sd,; }

start_node() {
  local peer=()
  [ "$1" = 1 ] || peer=("$folder/1")
  # shellcheck disable=SC2046
  node start "$1" $(cat "$folder/$1/ports") "${peer[@]}"
}

stop_all() {
  for number in "${nodes[@]}"; do
    { [ ! -d "$folder/$number" ] || timeout 20 bash "$here/rabbitmq.sh" stop "$folder/$number" || node kill "$number"; } >/dev/null 2>&1 &
  done
  wait
  [ ! -f "$folder/1/epmd-port" ] || ERL_EPMD_PORT=$(cat "$folder/1/epmd-port") epmd -kill >/dev/null 2>&1 || true
}

case $action in
start)
  [ $# = 6 ] || [ $# = 7 ] || { echo "six ports: MQTT and AMQP of each node" >&2; exit 2; }
  memory=${7:-1GB}
  trap 'stop_all' ERR
  for number in "${nodes[@]}"; do
    mkdir -p "$folder/$number"
    settings "$memory" > "$folder/$number/more.conf"
    echo "$1 $2" > "$folder/$number/ports"
    shift 2
  done
  start_node 1
  start_node 2 & second=$!
  start_node 3
  wait $second

  # Over all three, because it is declared when all three are there; without a limit of deliveries, as EdgeAI.City declares it.
  on 1 'Queue = rabbit_misc:r(<<"/">>, queue, <<"city.records">>),
    {_, _} = rabbit_amqqueue:declare(Queue, true, false, [{<<"x-queue-type">>, longstr, <<"quorum">>}], none, <<"edgeai">>),
    ok = rabbit_binding:add({binding, rabbit_misc:r(<<"/">>, exchange, <<"amq.topic">>), <<"edgeai.v1.#.records">>, Queue, []}, <<"edgeai">>).' >/dev/null
  for number in "${nodes[@]}"; do node sync "$number" & done
  wait
  ;;
stop) stop_all ;;
kill) node kill "${1:?1, 2 or 3}" ;;
up)
  # After all three ended at once, the MQTT plugin of RabbitMQ 3.10 asks the others for its register of clients before it starts its own part of it: two that start wait for
  # a majority that only they can make. Starting that part by hand lets them go on; where it runs already, nothing happens.
  start_node "${1:?1, 2 or 3}" & starting=$!
  (while sleep 10; do on "$1" 'ra:restart_server(coordination, {mqtt_node, node()}).' >/dev/null 2>&1 || true; done) & helping=$!
  trap 'kill $helping 2>/dev/null || true' EXIT
  wait $starting
  ;;
split)
  # At one instant for all, as a cable is pulled: were one of the others cut first, the two would see different clusters, and pause both. Each side is told a
  # secret that the other does not know, so that neither comes back.
  on "${1:?1, 2 or 3}" "Others = [$(names "$1")],
    [rpc:call(Other, erlang, set_cookie, [node(), split]) || Other <- Others],
    [erlang:set_cookie(Other, cut) || Other <- Others],
    [erlang:disconnect_node(Other) || Other <- Others]." >/dev/null
  ;;
heal)
  # The node that was cut off last: until then it lets neither in.
  for other in $(others "${1:?1, 2 or 3}"); do
    on "$other" "erlang:set_cookie('$(cat "$folder/$1/name")', erlang:get_cookie())." >/dev/null &
  done
  wait
  on "$1" "[erlang:set_cookie(Other, erlang:get_cookie()) || Other <- [$(names "$1")]]." >/dev/null
  ;;
leader)
  for number in "${nodes[@]}"; do
    runs "$number" || continue
    leader=$(on "$number" '{ok, _, {_, Node}} = ra:members({'"'%2F_city.records'"', node()}), io:format("~s~n", [Node]).' 2>/dev/null | head -1) || continue
    for other in "${nodes[@]}"; do [ "$leader" != "$(cat "$folder/$other/name")" ] || { echo "$other"; exit 0; }; done
  done
  echo "no node says who leads city.records" >&2
  exit 1
  ;;
pids) for number in "${nodes[@]}"; do echo "$(cat "$folder/$number/pid")"; done ;;
*)
  echo "rabbitmq-cluster.sh start|stop|leader|pids|kill|up|split|heal FOLDER ..." >&2
  exit 2
  ;;
esac
