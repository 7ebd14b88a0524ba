#!/usr/bin/env bash
# Trains the models again and rewrites edge-runtime/models: train.sh [--choose] [DATA_FOLDER].
# With --choose their configurations are chosen again first. Needs Debian's python3-torch, python3-sklearn and python3-pandas, and the .NET SDK
# for the board's network, which the converter brings to int8.
set -euo pipefail
choose=""
if [ "${1:-}" = "--choose" ]; then
    choose=1
    shift
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
data="${1:-$root/../shared/data}"
if [ ! -d "$data" ]; then
    echo "train.sh: no data folder at $data: give its path as the first argument" >&2
    exit 2
fi
data="$(cd "$data" && pwd)"
python="${PYTHON:-/usr/bin/python3}"
if ! "$python" -c 'import torch, sklearn, pandas' 2>/dev/null; then
    echo "train.sh: $python lacks torch, sklearn or pandas: apt-get install python3-torch python3-sklearn python3-pandas" >&2
    exit 2
fi
# One thread everywhere: the order of floating-point sums is then fixed.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
cd "$here"
if [ -n "$choose" ]; then
    "$python" choose.py "$data"
fi
"$python" grasp_stability.py "$data" "$root/edge-runtime/models/grasp-stability"
"$python" force_torque_failure.py "$data" "$root/edge-runtime/models/force-torque-failure"

# The board's network: fitted in floating point, converted to int8 tables, measured as the board runs it.
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
model="$root/edge-runtime/models/contact-slip"
generated="$root/firmware/EdgeAI.Device/Networks/ContactSlipNetwork.g.cs"
"$python" contact_slip.py fit "$data" "$model" "$scratch"
dotnet run --project "$root/edge-runtime/EdgeAI.Robot" -v q -- convert-network "$model/model.onnx" --input-scale 1 \
    --calibration "$scratch/calibration.csv" --output "$generated" --questions "$scratch/held-out.csv" --answers "$scratch/answers.csv"
"$python" contact_slip.py card "$data" "$model" "$scratch" "$generated"
