#!/usr/bin/env python3
"""How long a key takes to be seen: characters typed at the prompt of a session with trainings behind it and 10,000
earlier lines, with colours, checks, suggestions and hints, and Tab's lists. On a pseudo-terminal, from the write of the
key to the first byte that comes back. Fails where the 99th percentile passes its limit.

    swift build -c release --product descent
    python3 Benchmarks/typing.py
"""
import argparse
import fcntl
import os
import pty
import random
import select
import struct
import sys
import tempfile
import termios
import time

ECHO_LIMIT, TAB_LIMIT = 5, 10  # milliseconds
LINES = [
    "set lr 0.03 l2=0.001 batch=20",
    "train 50 until test_accuracy > 95% or epoch = 500",
    "search bayes trials=20 lr=1e-4..1:log units=4..64 momentum=0.5..0.99",
    "layers 16 8 relu dropout=0.1",
    "trian 50 ; set lx 3",
    "data load nothing.csv target=price",
]
WORDS = ["s", "set ", "set l", "train ", "data ", "search bayes l", "plot ", "help ", "lay", "use ", "trian", "data load "]


def earlier_lines(path):
    random.seed(1)
    kinds = ["set lr %g", "train %d", "layers %d tanh", "search random trials=%d lr=1e-4..1:log", "data circle n=%d"]
    with open(path, "w") as file:
        for _ in range(10_000):
            file.write(random.choice(kinds) % random.randint(1, 5000) + "\n")


class Terminal:
    def __init__(self, program):
        home = tempfile.mkdtemp()
        earlier_lines(home + "/history")
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", DESCENT_HOME=home, HOME=home, LC_ALL="C.UTF-8")
            os.execv(program, [program])
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.settle(1.0)

    def settle(self, seconds):
        """Takes in what comes until nothing has come for so long."""
        while select.select([self.master], [], [], seconds)[0]:
            os.read(self.master, 65536)

    def send(self, keys, seconds):
        os.write(self.master, keys.encode())
        self.settle(seconds)

    def time(self, key):
        """Milliseconds to the first answer; None where there is none."""
        start = time.perf_counter()
        os.write(self.master, key.encode())
        if not select.select([self.master], [], [], 0.2)[0]:
            return None
        os.read(self.master, 65536)
        return 1000 * (time.perf_counter() - start)


def summary(name, times, limit):
    times = sorted(times)
    late = times[int(0.99 * len(times))]
    print(f"| {name} | {len(times)} | {times[len(times) // 2]:.2f} | {late:.2f} | {times[-1]:.2f} | {limit} |")
    return late <= limit


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    terminal = Terminal(os.path.abspath(options.program))
    for line in ["data circle", "layers 8 tanh", "train 20", "set lr 0.1", "train 20", "set lr 0.03"]:
        terminal.send(line + "\r", 0.6)
    echoes, tabs = [], []
    for _ in range(options.rounds):
        for line in LINES:
            for character in line:
                echoes.append(terminal.time(character))
                terminal.settle(0.002)
            terminal.send("\x15", 0.02)
    for _ in range(3 * options.rounds):
        for word in WORDS:
            terminal.send(word, 0.01)
            # Where a value is wanted nothing is to be completed.
            if (taken := terminal.time("\t")) is not None:
                tabs.append(taken)
            terminal.send("\x07", 0.005)
            terminal.send("\x15", 0.01)
    os.kill(terminal.child, 9)
    print("| key | times | median ms | 99% ms | most ms | allowed |\n|---|---|---|---|---|---|")
    passed = [summary("a character", echoes, ECHO_LIMIT), summary("Tab", tabs, TAB_LIMIT)]
    sys.exit(not all(passed))


main()
