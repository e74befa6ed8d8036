#!/usr/bin/env python3
"""Times descent-bench and the installed peers on the same workloads, one after the other.

Every round takes each workload in turn and runs ours and then every peer on it, so that what else
the machine does falls on all alike; figures are medians over the samples of all rounds. Prints
Markdown and writes nothing. Peers are found under .build/peers (see peers/setup).
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(HERE)
HOME = os.path.join(CHECKOUT, ".build", "peers")
PYTHON = os.path.join(HOME, "bin", "python")
PLAYGROUND = os.path.join(HOME, "playground", "nn.mjs")

# Workload, threads; two threads only where the larger products can use them.
RUNS = [("tiny", 1), ("digits", 1), ("pixels", 1), ("pixels", 2), ("product", 1),
        ("search", None), ("searchers", 1)]
# File, the module it needs, workloads.
PEERS = [
    ("torch", "torch", {"tiny", "digits", "pixels", "product"}),
    ("jax", "jax", {"tiny", "digits", "pixels", "product"}),
    ("sklearn", "sklearn", {"tiny", "digits", "pixels", "search"}),
    ("numpy", "numpy", {"product"}),
    ("optuna", "optuna", {"searchers"}),
]


def bound_to(threads):
    """Runs in the child: the same cores for ours and the peers, where the system can hold them."""
    if threads and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:threads]))


def run(command, threads):
    """The JSON a command prints; None, with its last words on standard error, if it failed."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=1800, cwd=CHECKOUT,
            preexec_fn=lambda: bound_to(threads))
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[-1]}: {error}", file=sys.stderr)
        return None
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        print(f"{' '.join(command)}: {last[0]}", file=sys.stderr)
        return None
    return json.loads(done.stdout)


def installed_peers():
    """What can be run, and the names of what cannot."""
    found, missing = [], []
    for file, module, workloads in PEERS:
        has = os.path.exists(PYTHON) and subprocess.run(
            [PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0
        if has:
            command = [PYTHON, os.path.join(HERE, "peers", f"{file}_peer.py"), "--threads"]
            found.append((command, workloads))
        else:
            missing.append(module)
    if not (os.path.exists(PLAYGROUND) and shutil.which("node")):
        missing.append("TensorFlow Playground's engine")
    return found, missing


def measure(options):
    machine, results = {}, {}

    def keep(measurements):
        for m in measurements:
            key = (m["workload"], m["threads"], m["peer"])
            kept = results.setdefault(key, dict(m, samples=[]))
            kept["samples"] += m["samples"]

    peers, missing = installed_peers()
    for _ in range(options.rounds):
        for workload, threads in RUNS:
            if options.workloads and workload not in options.workloads:
                continue
            if (threads or 1) > (os.cpu_count() or 1):
                continue
            ours = run(
                [options.program, "--json", "--threads", str(threads or 1), workload], threads)
            if ours:
                machine = ours["machine"]
                keep(ours["measurements"])
            for command, workloads in peers:
                if workload in workloads:
                    # A search takes all cores there are.
                    cores = threads or os.cpu_count() or 1
                    keep(run(command + [str(cores), workload], threads) or [])
            if workload == "tiny" and os.path.exists(PLAYGROUND) and shutil.which("node"):
                script = os.path.join(HERE, "peers", "playground_peer.mjs")
                keep(run(["node", script, PLAYGROUND], threads) or [])
    return machine, results, missing


def text(value, unit):
    if unit == "GF/s":
        return f"{value:.1f} GF/s"
    if unit == "of peak":
        return f"{value:.2f} of peak"
    if unit == "regret":
        return f"{value:.2g}"
    for scale, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * scale >= 1:
            break
    return f"{value * scale:.3g} {name}"


def show(machine, results, missing):
    cpu = machine.get("cpu", platform.processor() or "unknown CPU")
    print(f"{cpu}, {machine.get('cores', os.cpu_count())} cores, "
          f"kernels {machine.get('kernels', '?')}, {platform.system()} {platform.machine()}\n")
    print("| workload | threads | program | median | best | descent ÷ it (median) | (best) |")
    print("|---|---|---|---|---|---|---|")
    for (workload, threads, peer), m in results.items():
        best = max if m["unit"] in ("GF/s", "of peak") else min
        middle, top = statistics.median(m["samples"]), best(m["samples"])
        ours = results.get((workload, threads, "descent"))
        ratios = ["", ""]
        if ours and peer != "descent":
            ratios = [f"{statistics.median(ours['samples']) / middle:.3g}",
                      f"{best(ours['samples']) / top:.3g}"]
        name = f"{peer} {m['version']}" if "version" in m else f"**{peer}**"
        print(f"| {workload} | {threads} | {name} | {text(middle, m['unit'])} | "
              f"{text(top, m['unit'])} | {ratios[0]} | {ratios[1]} |")
    if missing:
        print(f"\nNot installed, so not measured: {', '.join(missing)}. "
              "`sh Benchmarks/peers/setup` installs what it can.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, help="the built descent-bench")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    known = {workload for workload, _ in RUNS}
    if unknown := set(options.workloads) - known:
        parser.error(f"no workload {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    machine, results, missing = measure(options)
    show(machine, results, missing)
    if not any(peer == "descent" for _, _, peer in results):
        sys.exit("descent-bench measured nothing")


main()
