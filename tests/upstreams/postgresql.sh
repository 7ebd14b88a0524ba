#!/usr/bin/env bash
# A PostgreSQL of its own on loopback, for tests and benchmarks: postgresql.sh start FOLDER [PORT [SETTING=VALUE...]], postgresql.sh stop|kill FOLDER.
# The user is postgres, without a password. It does not sync to disk unless told fsync=on. kill is SIGKILL of the postmaster and of each of its processes: what was committed
# is there after the next start, which recovers. A file reference.conf in FOLDER is included in its configuration, reference_hba.conf takes the place of pg_hba.conf.
# Needs the Debian package postgresql-15 or newer. PostgreSQL refuses to run as root: then the user nobody runs it.
set -euo pipefail

action=${1:?start, stop or kill} folder=${2:?a folder} port=${3:-5432}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1) || true
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql-15" >&2; exit 3; }

as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$folder" "$@"; else "$@"; fi
}

case $action in
start)
  settings=()
  for setting in "${@:4}"; do settings+=("-c $setting"); done
  mkdir -p "$folder/data" "$folder/socket"
  [ "$(id -u)" != 0 ] || chown -R nobody:nogroup "$folder"
  [ -f "$folder/data/PG_VERSION" ] || as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust --no-sync >"$folder/log.initdb"
  if [ -f "$folder/reference.conf" ]; then
    echo "include '$folder/reference.conf'" >> "$folder/data/postgresql.conf"
    cp "$folder/reference_hba.conf" "$folder/data/pg_hba.conf"
  fi
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 30 \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder/socket -c fsync=off ${settings[*]-}" start >/dev/null
  ;;
stop)
  [ ! -f "$folder/data/postmaster.pid" ] || as_owner "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
  ;;
kill)
  [ -f "$folder/data/postmaster.pid" ] || exit 0
  postmaster=$(head -1 "$folder/data/postmaster.pid")

  # Stopped, it begins no further process while these are listed.
  kill -STOP "$postmaster" 2>/dev/null || exit 0
  children=$(cat "/proc/$postmaster/task/$postmaster/children")
  # shellcheck disable=SC2086
  kill -KILL "$postmaster" $children 2>/dev/null || true
  for process in $postmaster $children; do
    for _ in $(seq 500); do readlink -q "/proc/$process/exe" >/dev/null || break; sleep 0.02; done
  done

  # Nobody may have taken note of its end yet: the next start would take it for a server that runs.
  rm -f "$folder/data/postmaster.pid" "$folder"/socket/.s.PGSQL.*
  ;;
*)
  echo "postgresql.sh start|stop|kill FOLDER [PORT [SETTING=VALUE...]]" >&2
  exit 2
  ;;
esac
