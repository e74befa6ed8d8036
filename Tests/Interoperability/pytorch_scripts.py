"""Scripts that descent writes for PyTorch: each trains by itself, and its first ten losses are those that descent
printed, to 1e-5 of them.

Usage: pytorch_scripts.py PROGRAM FOLDER
"""

import contextlib
import io
import math
import sys

from descent_program import run

PROGRAM, FOLDER = sys.argv[1:]
OPTIMIZERS = "gd sgd momentum nesterov adagrad rmsprop adam amsgrad adamw lion".split()
CASES = [
    ["data iris", "layers 5 4 relu", f"set optimizer {name}", f"set lr {0.001 if name == 'lion' else 0.01}"]
    for name in OPTIMIZERS
] + [
    ["data wine", "layer 6 sigmoid", "set l1 0.001", "set l2 0.01", "set penalize weights", "set seed 5"],
    ["data moons n=90", "layer 4 gelu", "set clip 0.1", "set shuffle off", "set batch 7"],
    ["data diabetes", "layer 7 leakyrelu", "set loss huber", "set optimizer adam"],
]


def losses(script):
    said = io.StringIO()
    sys.argv = [script]
    with open(script, encoding="utf-8") as file, contextlib.redirect_stdout(said):
        exec(compile(file.read(), script, "exec"), {"__name__": "__main__"})
    return [float(line.split()[3]) for line in said.getvalue().splitlines()]


for case in CASES:
    path = FOLDER + "/training.py"
    events = run(PROGRAM, *case, "train 10", f"export {path}")
    ours = [event["loss"] for event in events if event["type"] == "epoch"]
    theirs = losses(path)
    assert len(ours) == len(theirs) == 10
    assert all(math.isclose(*pair, rel_tol=1e-5) for pair in zip(ours, theirs)), (case, ours, theirs)
print(f"PyTorch trains {len(CASES)} exported scripts to the losses that descent has")
