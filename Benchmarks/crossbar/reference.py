"""Writes Tests/CircuitTests/References.swift: output currents of crossbars as other tools compute them.

    pip install badcrossbar==1.1.0        # needs cairo's headers for its plots
    apt-get install ngspice
    python3 Benchmarks/crossbar/reference.py Tests/CircuitTests/References.swift

The crossbars are those of Tests/CircuitTests/RandomCrossbar.swift, made here again from their seeds; the
netlists are written here and not by the code under test. ngspice takes minutes on each 128x128 crossbar,
which is why its answers are kept.
"""
import subprocess
import sys
import tempfile

import badcrossbar
import numpy as np


class Seeded:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53


def crossbar(rows, columns, seed, opens):
    random = Seeded((seed * 977 + 1) % 2**64)
    random.next()
    cells = np.zeros((rows, columns))
    for k in range(rows * columns):
        is_open = random.next() < opens
        decades = 3 + (7 - 3) * random.next()
        cells[k // columns, k % columns] = 0 if is_open else 10**-decades
    for _ in range(8):
        random.next()
    voltages = np.array([0.01 + (0.5 - 0.01) * random.next() for _ in range(rows)])
    return cells, voltages


def by_badcrossbar(cells, voltages, row, column):
    """badcrossbar has one more wire before the first and after the last cell: our source and sink."""
    with np.errstate(divide="ignore"):
        resistances = 1 / cells
    solution = badcrossbar.compute(voltages.reshape(-1, 1), resistances, r_i_word_line=row, r_i_bit_line=column)
    return np.asarray(solution.currents.output).ravel()


def by_ngspice(cells, voltages, row, column, source, sink, scale):
    """All resistances above 0; cells with I = G·scale·sinh(V/scale) when scale is given."""
    rows, columns = cells.shape
    lines = ["* crossbar"]
    for i in range(rows):
        lines.append(f"V{i} in{i} 0 {voltages[i]!r}".replace("np.float64(", "").replace(")", ""))
        for j in range(columns):
            before = f"in{i}" if j == 0 else f"w{i}_{j - 1}"
            after = f"out{j}" if i == rows - 1 else f"b{i + 1}_{j}"
            lines.append(f"Rw{i}_{j} {before} w{i}_{j} {source if j == 0 else row}")
            lines.append(f"Rb{i}_{j} b{i}_{j} {after} {sink if i == rows - 1 else column}")
            g = float(cells[i, j])
            if g > 0 and scale is None:
                lines.append(f"Rc{i}_{j} w{i}_{j} b{i}_{j} {1 / g!r}")
            elif g > 0:
                lines.append(f"Bc{i}_{j} w{i}_{j} b{i}_{j} i={g * scale!r}*sinh(v(w{i}_{j},b{i}_{j})/{scale!r})")
    lines += [f"Vout{j} out{j} 0 0" for j in range(columns)]
    lines += [".options reltol=1e-12 abstol=1e-20 vntol=1e-15 gmin=1e-25 itl1=1000", ".control", "set numdgt=16", "op"]
    lines += [f"print i(vout{j})" for j in range(columns)] + ["quit", ".endc", ".end", ""]
    with tempfile.NamedTemporaryFile("w", suffix=".cir") as file:
        file.write("\n".join(lines))
        file.flush()
        text = subprocess.run(["ngspice", "-b", file.name], capture_output=True, text=True).stdout
    return np.array([float(line.split()[-1]) for line in text.splitlines() if line.startswith("i(vout")])


CASES = [
    # tool, rows, columns, seed, share of open cells, row, column, source, sink, scale of the sinh law
    ("badcrossbar", 2, 2, 301, 0.0, 2.5, 2.5, 2.5, 2.5, None),
    ("badcrossbar", 5, 7, 302, 0.1, 100, 0, 100, 0, None),
    ("badcrossbar", 7, 5, 303, 0.1, 0, 100, 0, 100, None),
    ("badcrossbar", 16, 16, 304, 0.2, 100, 100, 100, 100, None),
    ("badcrossbar", 32, 32, 305, 0.1, 1, 10, 1, 10, None),
    ("badcrossbar", 64, 64, 306, 0.0, 2.5, 2.5, 2.5, 2.5, None),
    ("badcrossbar", 128, 128, 307, 0.1, 100, 30, 100, 30, None),
    ("ngspice", 128, 128, 308, 0.1, 2.5, 2.5, 50, 50, None),
    ("ngspice", 128, 128, 309, 0.0, 100, 100, 100, 100, None),
    ("ngspice", 128, 128, 310, 0.1, 2.5, 2.5, 50, 50, 0.1),
]

with open(sys.argv[1], "w") as file:
    print("// Made by Benchmarks/crossbar/reference.py with badcrossbar 1.1.0 and ngspice 39; do not edit.", file=file)
    print("let references: [Reference] = [", file=file)
    for tool, rows, columns, seed, opens, row, column, source, sink, scale in CASES:
        cells, voltages = crossbar(rows, columns, seed, opens)
        if tool == "badcrossbar":
            assert (source, sink, scale) == (row, column, None)
            outputs = by_badcrossbar(cells, voltages, row, column)
        else:
            outputs = by_ngspice(cells, voltages, row, column, source, sink, scale)
        assert len(outputs) == columns, f"{tool} gave {len(outputs)} of {columns} currents"
        print("    Reference(", file=file)
        print(f'        tool: "{tool}", rows: {rows}, columns: {columns}, seed: {seed}, opens: {opens},', file=file)
        print(
            f"        row: {row}, column: {column}, source: {source}, sink: {sink}, nonlinearity: {scale or 'nil'},",
            file=file)
        print("        outputs: [", file=file)
        for k in range(0, columns, 4):
            print("            " + ", ".join(repr(float(x)) for x in outputs[k : k + 4]) + ",", file=file)
        print("        ]),", file=file)
    print("]", file=file)
