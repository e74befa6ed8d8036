#!/usr/bin/env python3
"""How long it takes from Ctrl-C to the next prompt, at random moments of long commands.

The program runs in a pseudo-terminal as a person would run it. Each sample types a command, waits a random
time, sends Ctrl-C and waits for the prompt. A command that ended by itself before Ctrl-C does not count.
Only Python's standard library is needed; Fashion-MNIST is used where Debian's dataset-fashion-mnist is installed.

    python3 Benchmarks/interrupt_latency.py --program .build/release/descent --samples 1000
"""
import argparse
import os
import pty
import random
import re
import select
import signal
import sys
import tempfile
import time

FASHION = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"


class Shell:
    """The program at the other end of a pseudo-terminal."""

    def __init__(self, program, home):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", DESCENT_HOME=home, LINES="40", COLUMNS="200")
            os.execv(program, [program])
        self.seen = b""
        self.number = 1
        self.is_lost = False
        self.wait_for_prompt(30)

    def read(self, seconds):
        if not select.select([self.descriptor], [], [], max(0, seconds))[0]:
            return False
        try:
            self.seen += os.read(self.descriptor, 1 << 16)
        except OSError:
            sys.exit("the program has ended:\n" + self.seen.decode(errors="replace"))
        return True

    def has_prompt(self):
        return b"[%d] descent>" % self.number in self.seen

    def wait_for_prompt(self, seconds):
        """The time at which it was there; None if it did not come."""
        end = time.monotonic() + seconds
        while not self.has_prompt():
            # The line was given up before its command began.
            if b"[%d] descent>" % (self.number - 1) in self.seen.partition(b"^C")[2]:
                self.number -= 1
                return None
            if not self.read(end - time.monotonic()):
                self.is_lost = True
                return None
        return time.monotonic()

    def type(self, line):
        self.seen = b""
        self.number += 1
        os.write(self.descriptor, line.encode() + b"\r")

    def run(self, line, seconds=300):
        self.type(line)
        if self.wait_for_prompt(seconds) is None:
            sys.exit(f"no prompt after `{line}`:\n" + self.seen.decode(errors="replace")[-2000:])
        failed = re.search(rb"(?m)^.*error.*$", self.seen)
        if failed:
            sys.exit(f"`{line}`: " + self.seen.decode(errors="replace"))

    def interrupt_after(self, line, moment):
        """From Ctrl-C to the prompt, in seconds; None if it ended before or had not begun."""
        self.type(line)
        start = time.monotonic()
        while (left := start + moment - time.monotonic()) > 0:
            self.read(left)
            if self.has_prompt():
                return None
        sent = time.monotonic()
        os.write(self.descriptor, b"\x03")
        there = self.wait_for_prompt(120)
        if self.is_lost:
            sys.exit(f"no prompt after Ctrl-C in `{line}`:\n" + self.seen.decode(errors="replace")[-2000:])
        # A second Ctrl-C shortly after the first would mean something else.
        time.sleep(0.02)
        return there - sent if there else None

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)


def workloads(folder):
    """Name, commands before, the command, and the latest moment in seconds."""
    large = "data circle n=400000; layers 600 600 relu"
    pixels = (
        "data fashion; layers 256 128 relu; set batch 128; set optimizer adam; set lr 0.001"
        if os.path.exists(FASHION)
        else "data digits; layers 512 512 relu"
    )
    table = os.path.join(folder, "rows.csv")
    with open(table, "w") as file:
        draw = random.Random(1)
        file.write(",".join(f"x{i}" for i in range(20)) + ",y\n")
        for _ in range(150_000):
            file.write(",".join(f"{draw.gauss(0, 1):.5f}" for _ in range(21)) + "\n")
    return [
        ("train", pixels, "train 1000", 4),
        ("train, one step an epoch", large + "; set batch full", "train 1000", 4),
        ("train, a large network", "data digits; layers 3000 3000 relu", "train 1000", 4),
        ("eval", large, "eval", 2),
        ("confusion", large, "confusion", 2),
        ("explain f1", large + "; step", "explain f1", 1),
        ("explain curvature", "data digits; layers 700 400 relu; step", "explain curvature", 0.4),
        ("race", pixels, "race sgd momentum adam epochs=500", 4),
        ("search", "data digits", "search random trials=1000 epochs=50 lr=1e-4..1:log units=16..256", 4),
        ("search bayes", "data iris", "search bayes trials=1000 epochs=5 lr=1e-4..1:log units=4..64", 4),
        ("data circle", "data circle", "data circle n=1000000", 0.5),
        ("data load", "data circle", f"data load {table} target=y", 1),
        ("data fashion", "data circle", "data fashion", 0.5) if os.path.exists(FASHION) else None,
    ]


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def report(name, latencies):
    milliseconds = [1000 * value for value in latencies]
    figures = [quantile(milliseconds, share) for share in (0.5, 0.9, 0.99)] + [max(milliseconds)]
    print(f"| {name} | {len(latencies)} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |", flush=True)


def measure(shell, name, command, latest, samples, draw):
    latencies = []
    misses = 0
    while len(latencies) < samples:
        latency = shell.interrupt_after(command, draw.uniform(0.01, latest))
        if latency is None:
            # Too late: the command is faster here.
            misses += 1
            latest *= 0.9 if misses % 5 == 0 else 1
            continue
        latencies.append(latency)
    return latencies


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--only", help="workloads whose name contains this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latest", type=float, default=1e9, help="no moment later than so many seconds")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        chosen = [load for load in workloads(folder) if load and (not options.only or options.only in load[0])]
        print("| command | samples | median ms | p90 | p99 | longest |\n|---|---|---|---|---|---|")
        every = []
        for place, (name, before, command, latest) in enumerate(chosen):
            samples = options.samples // len(chosen) + (place < options.samples % len(chosen))
            shell = Shell(os.path.abspath(options.program), folder)
            shell.run(before)
            latencies = measure(shell, name, command, min(latest, options.latest), samples, draw)
            shell.close()
            report(name, latencies)
            every += latencies
        report("all", every)


main()
