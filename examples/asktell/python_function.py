#!/usr/bin/env python3
"""Minimizes a Python function with one of descent's searchers.

    python3 python_function.py [SAMPLER] [TRIALS]

The program `descent` is looked for in the PATH, or is what the variable DESCENT names.
"""
import json
import math
import os
import subprocess
import sys


def branin(x, y):
    """Branin's function: three valleys, each 0.397887 deep."""
    bend = y - 5.1 * x * x / (4 * math.pi**2) + 5 * x / math.pi - 6
    return bend * bend + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def main():
    sampler = sys.argv[1] if len(sys.argv) > 1 else "bayes"
    trials = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    descent = subprocess.Popen(
        [os.environ.get("DESCENT", "descent"), "asktell",
         "--space", "x=-5..10 y=0..15", "--sampler", sampler, "--seed", "1"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(message):
        try:
            descent.stdin.write(json.dumps(message) + "\n")
        except BrokenPipeError:
            pass  # It has said why on standard error.
        answer = json.loads(descent.stdout.readline() or sys.exit(descent.wait()))
        if answer.get("type") == "error":
            sys.exit(f"descent: {answer['message']}")
        return answer

    for _ in range(trials):
        trial = say({"ask": True})
        value = branin(**trial["params"])
        say({"tell": trial["trial"], "value": value})
        print(f"{trial['trial']:3}  {value:10.5f}  {trial['params']}")
    best = say({"best": True})
    print(f"best: trial {best['trial']}, {best['value']:.5f} at {best['params']}")
    descent.stdin.close()
    sys.exit(descent.wait())


if __name__ == "__main__":
    try:
        main()
    except FileNotFoundError:
        sys.exit("There is no program descent in the PATH; set DESCENT to where it is.")
