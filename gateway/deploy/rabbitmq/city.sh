#!/usr/bin/env bash
# Once, on one node, when all three run: the quorum queue with its binding, and the receivers' user. city.sh PASSWORD_FILE
set -euo pipefail
password=${1:?the file of the password for the user city}
here=$(dirname "$0")
ctl() { ${RABBITMQCTL:-rabbitmqctl} -q "$@"; }

ctl import_definitions "$here/definitions.json"
ctl add_user city < "$password"
ctl set_permissions city '^$' '^amq\.topic$' '^city\.records$'
ctl set_topic_permissions city amq.topic '^edgeai\.v1\..+\.receipts$' '^$'
ctl delete_user guest
