#!/usr/bin/env bash
# A gateway's user: gateway.sh add ID SITE | revoke ID. Its name is the common name of its certificate, it has no password, and it may publish its own
# records and read its own receipts. revoke ends its connections, too. Choose ids of sites without dots: in a routing key a dot parts the levels.
set -euo pipefail
action=${1:?add or revoke} id=${2:?the id of the gateway}
[[ $id =~ ^[a-z0-9][a-z0-9._-]{0,63}$ ]] || { echo "'$id' is not a valid id" >&2; exit 2; }
ctl() { ${RABBITMQCTL:-rabbitmqctl} -q "$@"; }

case $action in
add)
  site=${3:?the id of the site}
  [[ $site =~ ^[a-z0-9][a-z0-9_-]{0,63}$ ]] || { echo "'$site' is not an id without dots" >&2; exit 2; }
  name=${id//./\\.}

  # The queue of its subscription is named after its client id (UPLINKS.md).
  own="mqtt-subscription-edgeai-gateway-$name(:[0-9]+)?qos[01]"
  ctl add_user "$id" "$(head -c 32 /dev/urandom | base64)"
  ctl clear_password "$id"
  ctl set_permissions "$id" "^$own\$" "^(amq\.topic|$own)\$" "^(amq\.topic|$own)\$"
  ctl set_topic_permissions "$id" amq.topic "^edgeai\.v1\.$site\.$name\.records\$" "^edgeai\.v1\.$site\.$name\.receipts\$"
  ;;
revoke)
  ctl delete_user "$id"
  ctl close_all_user_connections "$id" "the gateway was revoked"
  ;;
*)
  echo "gateway.sh add ID SITE | revoke ID" >&2
  exit 2
  ;;
esac
