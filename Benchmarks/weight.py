#!/usr/bin/env python3
"""How large the installed program is, and how long it takes from its start to the end of `-c layers`.

Beside it a program that takes swift-argument-parser's flags and does nothing (Benchmarks/Bare), in turns, so that
whatever else works on the machine falls on both. Fails where a limit is passed; the one for time is held against
processor time, which on a busy machine wavers less.

    swift build -c release --product descent
    swift build -c release --product descent-bare
    python3 Benchmarks/weight.py
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

LARGEST_MEGABYTES = 25
LONGEST_RATIO = 1.5


def start_to_end(program, environment):
    """Wall time and processor time in milliseconds."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(program, [program, "-c", "layers"], environment, file_actions=nowhere)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{program} -c layers ended with status {status}")
    return 1000 * wall, 1000 * (usage.ru_utime + usage.ru_stime)


def installed(program, folder):
    """A copy as `make install` makes it."""
    copy = os.path.join(folder, os.path.basename(program))
    shutil.copy(program, copy)
    subprocess.run(["strip", copy], check=True)
    return copy


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--bare", default=".build/release/descent-bare")
    parser.add_argument("--runs", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "DESCENT_HOME": folder}
        programs = [installed(path, folder) for path in (options.program, options.bare)]
        times = {program: [] for program in programs}
        for round in range(options.runs + 1):
            for program in programs:
                sample = start_to_end(program, environment)
                # The first round brings the files into memory.
                if round > 0:
                    times[program].append(sample)
        print("| program | installed MB | median ms | best ms | processor ms, median |\n|---|---|---|---|---|")
        for program in programs:
            walls, processor = zip(*times[program])
            print(
                f"| {os.path.basename(program)} | {os.path.getsize(program) / 1e6:.1f} "
                f"| {statistics.median(walls):.2f} | {min(walls):.2f} | {statistics.median(processor):.2f} |"
            )
        megabytes = os.path.getsize(programs[0]) / 1e6
        pairs = list(zip(*(times[program] for program in programs)))
    wall, processor = (statistics.median(ours[kind] / bare[kind] for ours, bare in pairs) for kind in (0, 1))
    print(
        f"\n{megabytes:.1f} MB of {LARGEST_MEGABYTES}; {wall:.2f} of the bare program's time and {processor:.2f} of its "
        f"processor time ({LONGEST_RATIO} allowed)"
    )
    sys.exit(megabytes > LARGEST_MEGABYTES or processor > LONGEST_RATIO)


main()
