"""Writes a model's card (card.json), the README that says the same in words, and the reference answers."""
import hashlib
import json
import os

SIZE_LIMIT = 1_000_000
COMMAND = "edge-runtime/training/train.sh ../shared/data"


def metric(name, on, value, interval=None, output=None, n=None):
    entry = {"name": name, "on": on, "value": round(float(value), 4)}
    if interval is not None:
        entry["low"], entry["high"] = round(float(interval[0]), 4), round(float(interval[1]), 4)
    if output is not None:
        entry["output"] = output
    if n is not None:
        entry["n"] = int(n)
    return entry


def _dump(path, document):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, indent=2)
        out.write("\n")


def write_reference(folder, inputs, outputs, whole=True):
    """inputs: rows of integers, or of decimals where not whole; outputs: {name: rows}. What the graph answers according to the Python reading of it."""
    rows = [{"input": [int(v) if whole else round(float(v), 4) for v in row.ravel()],
             "outputs": {name: [round(float(p), 6) for p in values[i]] for name, values in outputs.items()}}
            for i, row in enumerate(inputs)]
    with open(os.path.join(folder, "reference.json"), "w", encoding="utf-8") as out:
        json.dump({"windows": rows}, out, separators=(",", ":"))
        out.write("\n")


def write_sequence(folder, sequences, truths, stride, answers):
    """Whole sequences with the second class's probability at each decision: what the stage has to answer as it takes reading after reading."""
    parts = [{"readings": [[int(v) if float(v).is_integer() else float(v) for v in row] for row in sequence], "truth": "".join("1" if t else "0" for t in truth),
              "probabilities": [round(float(p), 5) for p in given]} for sequence, truth, given in zip(sequences, truths, answers)]
    with open(os.path.join(folder, "sequence.json"), "w", encoding="utf-8") as out:
        json.dump({"stride": stride, "sequences": parts}, out, separators=(",", ":"))
        out.write("\n")


def write(folder, card, command=COMMAND, limit=SIZE_LIMIT):
    path = os.path.join(folder, card["file"])
    with open(path, "rb") as file:
        content = file.read()
    if len(content) > limit:
        raise SystemExit(f"{path}: {len(content)} bytes, more than {limit}: use fewer or smaller trees")
    head = {"format": "edgeai-model-card/1", "name": card["name"], "task": card["task"], "file": card["file"],
            "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "opset": 13}
    document = {**head, **{key: value for key, value in card.items() if key not in head}, "command": command}
    _dump(os.path.join(folder, "card.json"), document)
    _write_readme(os.path.join(folder, "README.md"), document)


def _shape(shape):
    return " x ".join(str(n) for n in shape)


def _selection(selection):
    scores = [key for key in selection["candidates"][0] if key != "name"]
    lines = ["## Selection", "", f"Rule: {selection['rule']}. {selection['history']}", "",
             "| candidate, simplest first | " + " | ".join(scores) + " |", "|---|" + "---|" * len(scores)]
    for row in selection["candidates"]:
        name = f"**{row['name']}**" if row["name"] == selection["chosen"] else row["name"]
        lines.append(f"| {name} | " + " | ".join(f"{row[key]:.3f}" for key in scores) + " |")
    return lines + [""]


def _write_readme(path, card):
    lines = [f"# {card['name']}", "", card["task"], "",
             f"`{card['file']}`: {card['bytes']} bytes, SHA-256 `{card['sha256']}`, ONNX opset {card['opset']}.",
             "Written by `" + card["command"] + "` from the same numbers as `card.json`.", "",
             "## Input and outputs", "",
             f"- input `{card['input']['name']}`, float32, {_shape(card['input']['shape'])}: {card['input']['meaning']}"]
    lines += [f"- output `{o['name']}`, float32, {_shape(o['shape'])}: probabilities of {', '.join(o['labels'])}" for o in card["outputs"]]
    lines += ["", "## How it works", "", card["method"], "",
              "## Data", "", f"{card['data']['name']}. Source: {card['data']['source']}. Licence: {card['data']['licence']}.", "",
              "## Split", "", card["split"]["how"], ""]
    if "objects" in card["split"]:
        lines += ["Held out: " + ", ".join(card["split"]["objects"]) + ".", ""]
    if "indexes" in card["split"]:
        lines += [f"- {name}: {', '.join(map(str, rows))}" for name, rows in card["split"]["indexes"].items()] + [""]
    lines += _selection(card["selection"])
    lines += ["## Metrics", "", "| metric | on | output | value | 95 % interval | n |", "|---|---|---|---|---|---|"]
    for m in card["metrics"]:
        interval = f"{m['low']:.3f} to {m['high']:.3f}" if "low" in m else ""
        lines.append(f"| {m['name']} | {m['on']} | {m.get('output', '')} | {m['value']:.3f} | {interval} | {m.get('n', '')} |")
    lines += ["", "## Where it fails", ""] + [f"- {limit}" for limit in card["limits"]]
    if card["generators"]:
        lines += _generators(card["generators"])
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def _generators(generators):
    lines = ["", "## Generators", "",
              "A demo source for the simulated boards, fitted to the training part only; agreement is how often the model answers",
              "the label that was drawn. It is no evidence of the model's quality.", ""]
    return lines + [f"- `{g['file']}`: " + ", ".join(f"{label} {share:.2f}" for label, share in g["agreement"].items()) for g in generators]
