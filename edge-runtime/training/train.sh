#!/usr/bin/env bash
# Trains the models again and rewrites edge-runtime/models:
#   train.sh [--choose] [--only MODEL] [DATA_FOLDER]
# With --choose their configurations are chosen again first. Or trains one model on a recording of one's own (YOUR_OWN.md):
#   train.sh --recording run.mcap --stream NAME --labels labels.csv --model MODEL [--output FOLDER] [--fingers N] [--known-objects] [--alarm P]
#   train.sh --recording export.csv --labels labels.csv --model MODEL ...
# Needs Debian's python3-torch, python3-sklearn and python3-pandas, and the .NET SDK to read recordings and for the board's network, which the
# converter brings to int8.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
choose="" only="" recording="" stream="" labels="" model="" output="" data="" own=()
need() { [ $# -ge 2 ] || { echo "train.sh: $1: lacks its value" >&2; exit 2; }; }
while [ $# -gt 0 ]; do
    case "$1" in
        --choose) choose=1; shift ;;
        --only) need "$@"; only="$2"; shift 2 ;;
        --recording) need "$@"; recording="$2"; shift 2 ;;
        --stream) need "$@"; stream="$2"; shift 2 ;;
        --labels) need "$@"; labels="$2"; shift 2 ;;
        --model) need "$@"; model="$2"; shift 2 ;;
        --output) need "$@"; output="$2"; shift 2 ;;
        --known-objects) own+=("$1"); shift ;;
        --fingers|--alarm) need "$@"; own+=("$1" "$2"); shift 2 ;;
        -*) echo "train.sh: $1: no such option; its first lines list them" >&2; exit 2 ;;
        *) data="$1"; shift ;;
    esac
done
python="${PYTHON:-/usr/bin/python3}"
if ! "$python" -c 'import torch, sklearn, pandas' 2>/dev/null; then
    echo "train.sh: $python lacks torch, sklearn or pandas: apt-get install python3-torch python3-sklearn python3-pandas" >&2
    exit 2
fi
# One thread everywhere: the order of floating-point sums is then fixed.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

if [ -n "$recording" ]; then
    for given in "labels:$labels" "model:$model"; do
        [ -n "${given#*:}" ] || { echo "train.sh: --recording needs --${given%%:*}" >&2; exit 2; }
    done
    for file in "$recording" "$labels"; do
        [ -e "$file" ] || { echo "train.sh: $file: no such file" >&2; exit 2; }
    done
    csv="$recording"
    if [ -d "$recording" ] || [ "${recording##*.}" = mcap ]; then
        [ -n "$stream" ] || { echo "train.sh: a recording has many streams: name one with --stream" >&2; exit 2; }
        csv="$scratch/stream.csv"
        dotnet run --project "$root/edge-runtime/EdgeAI.Robot" -v q -- export --recording "$recording" --stream "$stream" --output "$csv"
    fi
    folder="${output:-$PWD/own-$model}"
    PYTHONPATH="$here" "$python" "$here/own.py" --csv "$csv" --labels "$labels" --model "$model" --output "$folder" ${own[@]+"${own[@]}"}
    exit 0
fi

data="${data:-$root/../shared/data}"
if [ ! -d "$data" ]; then
    echo "train.sh: no data folder at $data: give its path as the last argument" >&2
    exit 2
fi
data="$(cd "$data" && pwd)"
models="$root/edge-runtime/models"
known="grasp-stability force-torque-failure joint-anomaly slip-onset external-contact contact-slip"
if [ -n "$only" ] && [[ " $known " != *" $only "* ]]; then
    echo "train.sh: --only $only: no such model; there are $known" >&2
    exit 2
fi
asked() { [ -z "$only" ] || [ "$only" = "$1" ]; }
cd "$here"
if [ -n "$choose" ]; then
    "$python" choose.py "$data"
fi
if asked grasp-stability; then "$python" grasp_stability.py "$data" "$models/grasp-stability"; fi
if asked force-torque-failure; then "$python" force_torque_failure.py "$data" "$models/force-torque-failure"; fi
if asked joint-anomaly; then "$python" joint_anomaly.py "$data" "$models/joint-anomaly"; fi
if asked slip-onset; then "$python" slip_onset.py "$models/slip-onset"; fi
if asked external-contact; then "$python" external_contact.py "$models/external-contact"; fi

# The board's network: fitted in floating point, converted to int8 tables, measured as the board runs it.
if asked contact-slip; then
    generated="$root/firmware/EdgeAI.Device/Networks/ContactSlipNetwork.g.cs"
    "$python" contact_slip.py fit "$data" "$models/contact-slip" "$scratch"
    dotnet run --project "$root/edge-runtime/EdgeAI.Robot" -v q -- convert-network "$models/contact-slip/model.onnx" --input-scale 1 \
        --calibration "$scratch/calibration.csv" --output "$generated" --questions "$scratch/held-out.csv" --answers "$scratch/answers.csv"
    "$python" contact_slip.py card "$data" "$models/contact-slip" "$scratch" "$generated"
fi
