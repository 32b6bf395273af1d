#!/usr/bin/env python3
"""Measured chips and what naxdse says of them.

    Benchmarks/chips/chips.py compare            every point of points.csv: tables and figures, and the table of docs/validation.md
    Benchmarks/chips/chips.py compare wang-2022  one chip
    Benchmarks/chips/chips.py point colonnade --supply "0.7 V" --weights 4 --input-bits 4
                                                 one point, whether it was published or not

A point is a product of a full array with one vector. Its settings are attributes of the chip's file (supply, registers, pipelined), of
its mapping (weights, input-bits, conversions, phases), or what the data is (mean: the mean output of Sinangil's macro, 0 to 15). The program is $NAXDSE,
or else the one that is built here. Python 3 alone.
"""
import argparse, csv, json, math, os, re, subprocess, sys, tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SETTINGS = ["supply", "weights", "input-bits", "conversions", "phases", "registers", "pipelined", "mean", "dataflow"]


def program():
    for path in [os.environ.get("NAXDSE"), ROOT / ".build/release/naxdse", ROOT / ".build/debug/naxdse"]:
        if path and Path(path).exists():
            return str(path)
    return "naxdse"


def attribute(text, element, name, value):
    """The text with an attribute of its first such element set."""
    start = re.search(r"<%s\b" % element, text).start()
    end = text.index(">", start)
    tag = text[start:end]
    changed, count = re.subn(r'(\s%s=")[^"]*"' % name, r'\g<1>%s"' % value, tag)
    if not count:
        slash = "/" if tag.endswith("/") else ""
        changed = tag.rstrip("/") + ' %s="%s"%s' % (name, value, slash)
    return text[:start] + changed + text[end:]


def evaluate(chip, inputs, outputs, settings):
    """What `naxdse evaluate --json` says of one product of the full array."""
    hardware = (ROOT / "hardware" / (chip + ".xml")).read_text()
    mapping = (ROOT / "mappings" / (chip + ".xml")).read_text()
    for name, value in settings.items():
        if value in ("", None):
            continue
        if name == "supply":
            hardware = attribute(hardware, "hardware", "supply", value)
        elif name in ("registers", "pipelined"):
            hardware = attribute(hardware, "adders", name, value)
        elif name == "dataflow":
            mapping = attribute(mapping, "mapping", "dataflow", value)
        elif name != "mean":
            mapping = attribute(mapping, "precision", {"input-bits": "inputs"}.get(name, name), value)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "hardware.xml").write_text(hardware)
        (folder / "mapping.xml").write_text(mapping)
        (folder / "mvm.xml").write_text(
            '<network xmlns="urn:naxdse:network:1" name="mvm"><input name="i" shape="%s"/>'
            '<linear name="product" features="%s" bias="false"/></network>' % (inputs, outputs))
        command = [program(), "evaluate", str(folder / "hardware.xml"), "-n", str(folder / "mvm.xml"), "-m", str(folder / "mapping.xml"),
                   "--json", "--quiet"]
        if settings.get("mean") not in ("", None):
            # Inputs and weights share alike in the mean output, of 15 at most.
            share = math.sqrt(float(settings["mean"]) / 15)
            (folder / "activity.csv").write_text(
                "layer,mean_square_input,mean_conductance_S,mean_input,mean_level\nproduct,%.17g,0,%.17g,%.17g\n" % (share * share, share, share))
            command += ["--activity", str(folder / "activity.csv")]
        run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def parts_of(result):
    return {part["name"]: part for group in result["breakdown"]["by_component"]["children"] for part in group["children"]}


def figure(result, metric, parts, unit):
    """A figure of a result in its unit: of some parts, or of all."""
    known = parts_of(result)
    names = [name.replace("|", " ") for name in parts.split()]
    energy = sum(known[name]["energy_J"] for name in names) if names else result["energy_J"]
    area = sum(known[name]["area_mm2"] for name in names) if names else result["area_mm2"]
    value = {
        "energy": lambda: energy, "energy-per-mac": lambda: energy / result["macs"], "area": lambda: area * 1e-6, "area-of-48th": lambda: area * 1e-6 / 48,
        "tops": lambda: result["tops"] * 1e12, "peak-tops": lambda: result["peak_tops"] * 1e12,
        "tops-per-w": lambda: 2 * result["macs"] / energy,
        "tops-per-mm2": lambda: result["tops"] / area, "peak-tops-per-mm2": lambda: result["peak_tops"] / area, "delay": lambda: result["delay_s"],
    }[metric]()
    scale = {"um2": 1e-12, "pJ": 1e-12, "nJ": 1e-9, "fJ/MAC": 1e-15, "pJ/MAC": 1e-12, "TOPS": 1e12, "GOPS": 1e9, "TOPS/W": 1e12, "TOPS/mm2": 1, "us": 1e-6}[unit]
    return value / scale


def read_points(chips):
    with open(HERE / "points.csv", newline="") as file:
        return [row for row in csv.DictReader(file) if not chips or row["chip"] in chips]


def compare(chips, check):
    points = read_points(chips)
    if not points:
        raise SystemExit("no points of %s; there are those of %s" % (", ".join(chips), ", ".join(sorted({p["chip"] for p in read_points([])}))))
    keys = {}
    for point in points:
        point["key"] = (point["chip"], point["inputs"], point["outputs"]) + tuple(point[name] for name in SETTINGS)
        keys[point["key"]] = None
    with ThreadPoolExecutor(max(1, (os.cpu_count() or 2))) as pool:
        runs = pool.map(lambda key: evaluate(key[0], key[1], key[2], dict(zip(SETTINGS, key[3:]))), keys)
        for key, result in zip(list(keys), runs):
            keys[key] = result
    for point in points:
        point["ours"] = figure(keys[point["key"]], point["metric"], point["parts"], point["unit"])
        point["error"] = point["ours"] / float(point["published"]) - 1
        if point["accelforge"]:
            point["theirs"] = float(point["accelforge"]) / float(point["published"]) - 1
    for chip in sorted({p["chip"] for p in points}):
        mine = [p for p in points if p["chip"] == chip]
        write_table(chip, mine)
        write_figure(chip, mine)
    print(summary(points))
    if check:
        worst = max(points, key=lambda p: abs(p["error"]))
        print("worst: %s, %s, %s: %+.1f %%" % (worst["chip"], worst["figure"], worst["point"], 100 * worst["error"]))


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else float("nan")


def percent(value):
    return "–" if value != value else "%.1f %%" % (100 * value)


def summary(points):
    """The table of docs/validation.md."""
    lines = ["| chip | figure | points | of them predicted | ours: mean, worst of the predicted | on AccelForge's points: ours, AccelForge's |",
             "|---|---|---|---|---|---|"]
    for chip in sorted({p["chip"] for p in points}):
        mine = [p for p in points if p["chip"] == chip]
        groups = defaultdict(list)
        for point in mine:
            groups[point["figure"]].append(point)
        for name, group in [*groups.items(), ("all", mine)]:
            predicted = [abs(p["error"]) for p in group if p["use"] == "predicted"]
            common = [p for p in group if p["accelforge"]]
            lines.append("| %s | %s | %d | %d | %s | %s |" % (
                "`%s`" % chip if name == next(iter(groups)) else "", "**all**" if name == "all" else name, len(group), len(predicted),
                "%s, %s" % (percent(mean(predicted)), percent(max(predicted))) if predicted else "–",
                "%s, %s" % (percent(mean(abs(p["error"]) for p in common)), percent(mean(abs(p["theirs"]) for p in common))) if common else "–"))
    return "\n".join(lines)


def write_table(chip, points):
    lines = ["# %s: every point" % chip, "",
             "Made by `Benchmarks/chips/chips.py compare %s`. `stated`: the figure stands in the chip's file; `calibration`: a constant of the file was set by it; "
             "all others are predicted." % chip, "", "| figure | point | unit | published | ours | difference | AccelForge | use |", "|---|---|---|---|---|---|---|---|"]
    for p in points:
        lines.append("| %s | %s | %s | %s | %.5g | %+.1f %% | %s | %s |" % (
            p["figure"], p["point"], p["unit"], p["published"], p["ours"], 100 * p["error"],
            "%s (%+.1f %%)" % (p["accelforge"], 100 * p["theirs"]) if p["accelforge"] else "–", p["use"]))
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    (folder / (chip + ".md")).write_text("\n".join(lines) + "\n")


def write_figure(chip, points):
    """A panel for each figure: published as circles, ours as a line, AccelForge's as crosses; lines join points that differ in a number."""
    groups = defaultdict(list)
    for point in points:
        groups[(point["figure"], point["unit"])].append(point)
    wide, high, gap, columns = 300, 200, 70, 3
    rows = (len(groups) + columns - 1) // columns
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="10">' % (columns * (wide + gap), rows * (high + gap) + 30),
           '<rect width="100%" height="100%" fill="#ffffff"/>',
           '<text x="12" y="18" font-size="12">%s: published ○, naxdse ●, AccelForge ×; logarithmic axes</text>' % chip]
    for number, ((name, unit), group) in enumerate(groups.items()):
        left, top = number % columns * (wide + gap) + 50, number // columns * (high + gap) + 50
        values = [float(v) for p in group for v in (p["published"], p["ours"], p["accelforge"] or p["ours"]) if float(v) > 0]
        low, most = math.log(min(values)) - 0.05, math.log(max(values)) + 0.05
        x = lambda i: left + (i + 0.5) * wide / len(group)
        y = lambda v: top + high - (math.log(float(v)) - low) / (most - low) * high
        out.append('<rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#999999"/>' % (left, top, wide, high))
        out.append('<text x="%d" y="%d">%s, %s</text>' % (left, top - 5, name.replace("&", "&amp;"), unit))
        for value in (math.exp(low + 0.05), math.exp(most - 0.05)):
            out.append('<text x="%d" y="%.1f" text-anchor="end">%.3g</text>' % (left - 4, y(value) + 3, value))
        for i, p in enumerate(group):
            title = "%s: published %s, naxdse %.4g%s" % (p["point"], p["published"], p["ours"], ", AccelForge " + p["accelforge"] if p["accelforge"] else "")
            if p["accelforge"]:
                out.append('<path d="M%.1f %.1fl6 6m0 -6l-6 6" stroke="#d55e00" fill="none"/>' % (x(i) - 3, y(p["accelforge"]) - 3))
            out.append('<circle cx="%.1f" cy="%.1f" r="2" fill="#0072b2"><title>%s</title></circle>' % (x(i), y(p["ours"]), title))
            out.append('<circle cx="%.1f" cy="%.1f" r="4" fill="none" stroke="#222222"/>' % (x(i), y(p["published"])))
        out.append('<text x="%d" y="%d">%s</text>' % (left, top + high + 13, group[0]["point"].replace("<", "&lt;")[:40]))
        out.append('<text x="%d" y="%d" text-anchor="end">%s</text>' % (left + wide, top + high + 25, group[-1]["point"].replace("<", "&lt;")[:40]))
    out.append("</svg>")
    folder = ROOT / "docs/pictures/chips"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (chip + ".svg")).write_text("\n".join(out) + "\n")


def one_point(arguments):
    points = [p for p in read_points([arguments.chip])]
    if not points:
        raise SystemExit("no chip '%s'; there are %s" % (arguments.chip, ", ".join(sorted({p["chip"] for p in read_points([])}))))
    settings = {name: getattr(arguments, name.replace("-", "_")) for name in SETTINGS}
    inputs, outputs = points[0]["inputs"], points[0]["outputs"]
    if arguments.chip == "colonnade" and settings["weights"]:
        outputs = 128 // (int(settings["weights"]) + 7)
    result = evaluate(arguments.chip, arguments.inputs or inputs, arguments.outputs or outputs, settings)
    print("energy of a product  %.5g pJ, %.4g fJ/MAC" % (result["energy_J"] * 1e12, result["energy_J"] / result["macs"] * 1e15))
    for name, part in parts_of(result).items():
        if part["energy_J"] > 0:
            print("  %-19s%.5g pJ" % (name.replace("crossbar ", ""), part["energy_J"] * 1e12))
    print("efficiency           %.5g TOPS/W" % (2 * result["macs"] / result["energy_J"] / 1e12))
    print("delay                %.5g ns" % (result["delay_s"] * 1e9))
    print("throughput           %.5g TOPS; at full activity %.5g TOPS" % (result["tops"], result["peak_tops"]))
    print("area                 %.5g mm²" % result["area_mm2"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    all_points = commands.add_parser("compare", help="all published points: tables and figures")
    all_points.add_argument("chips", nargs="*")
    all_points.add_argument("--check", action="store_true", help="tell the worst point as well")
    one = commands.add_parser("point", help="one point")
    one.add_argument("chip")
    for name in SETTINGS + ["inputs", "outputs"]:
        one.add_argument("--" + name)
    arguments = parser.parse_args()
    if arguments.command == "compare":
        compare(arguments.chips, arguments.check)
    else:
        one_point(arguments)


if __name__ == "__main__":
    main()
