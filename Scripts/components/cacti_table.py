#!/usr/bin/env python3
"""Writes Sources/Hardware/Models/Memories/CACTIPoints.swift: CACTI's figures of memories, by which the model `sram` goes.

    cacti_table.py CACTI CONFIGURATION > Sources/Hardware/Models/Memories/CACTIPoints.swift

CACTI is the program of CACTI 7, built from its sources by `make` (PyPI hwcomponents-cacti has them); CONFIGURATION is that
package's default_cfg.cfg. A run takes about a second; there are 315.
"""
import csv
import os
import subprocess
import sys
import tempfile


def figures(program, configuration, bits, width, nanometres):
    """Read and write in pJ, leakage in µW, area in µm², access time in ns of one memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "memory")
        with open(path, "w") as file:
            file.write(configuration)
            file.write(
                f'\n-size (bytes) {bits // 8}\n-read-write port  1\n-block size (bytes) {width // 8}\n'
                f'-technology (u) {nanometres / 1000}\n-output/input bus width  {width}\n-UCA bank 1\n'
                '-cache type "ram"\n-tag size (b) 0\n-associativity 1\n')
        subprocess.run(
            [os.path.abspath(program), "-infile", path], cwd=os.path.dirname(os.path.abspath(program)),
            stdout=subprocess.DEVNULL, check=True)
        with open(path + ".out") as file:
            row = list(csv.DictReader(file))[-1]
    return (float(row[" Dynamic read energy (nJ)"]) * 1e3, float(row[" Dynamic write energy (nJ)"]) * 1e3,
            float(row[" Standby leakage per bank(mW)"]) * 1e3, float(row[" Area (mm2)"]) * 1e6,
            float(row[" Access time (ns)"]))


def main():
    program, configuration = sys.argv[1], open(sys.argv[2]).read()
    print("// Written by Scripts/components/cacti_table.py from runs of CACTI 7.")
    print("// Node in nm, log2 of bits, log2 of width; read pJ, write pJ, leakage µW, area µm², access ns.")
    print('let cactiPoints = """')
    for nanometres in (22, 32, 45, 65, 90):
        for capacity in range(11, 25):
            for width in range(5, 10):
                if capacity < width + 6:
                    continue
                values = figures(program, configuration, 2 ** capacity, 2 ** width, nanometres)
                print(f"    {nanometres} {capacity} {width} " + " ".join(f"{value:.6g}" for value in values))
    print('    """')


main()
