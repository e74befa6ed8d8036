"""Model files of descent's, read by safetensors, NumPy and PyTorch: the same tensors, and a network built
from them in PyTorch has the loss and the predictions that descent printed.

Usage: model_files.py PROGRAM FOLDER
"""

import csv
import sys

import numpy as np
import safetensors.numpy
import safetensors.torch
import torch
from safetensors import safe_open

from descent_program import last, run

PROGRAM, FOLDER = sys.argv[1:]
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}

# Data as they are, all rows in training, so that the rows here are the rows there.
CASES = [
    # file, target column, hidden layers, kind of output
    ("iris.csv", "species", [(5, "relu"), (4, "tanh")], "classes"),
    ("breast_cancer.csv", "diagnosis", [(6, "sigmoid")], "two classes"),
    ("diabetes.csv", "progression", [(7, "tanh")], "number"),
]


def table(file, target):
    with open("lessons/data/" + file, encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = [name for name in rows[0] if name != target]
    return [[row[name] for name in names] for row in rows], [row[target] for row in rows]


def outputs(tensors, hidden, rows):
    """The output layer's values, computed by PyTorch in 32 bits."""
    values = torch.tensor(rows, dtype=torch.float32)
    for number, activation in enumerate([activation for _, activation in hidden] + [None]):
        weight, bias = tensors[f"layers.{number}.weight"], tensors[f"layers.{number}.bias"]
        values = torch.nn.functional.linear(values, weight, bias)
        if activation:
            values = ACTIVATIONS[activation](values)
    return values


def check(file, target, hidden, kind):
    path = f"{FOLDER}/{target}.safetensors"
    rows, answers = table(file, target)
    events = run(
        PROGRAM,
        f"data load lessons/data/{file} target={target} test=0 standardize=off",
        *[f"layer {units} {activation}" for units, activation in hidden],
        "set optimizer adam", "set lr 0.001", "set batch 32", "train 3", "eval",
        "predict " + " ".join(rows[0]), f"model save {path}",
    )
    evaluation, prediction = last(events, "evaluation"), last(events, "prediction")
    by_torch, by_numpy = safetensors.torch.load_file(path), safetensors.numpy.load_file(path)
    with safe_open(path, framework="np") as opened:
        assert set(opened.keys()) == set(by_torch) == set(by_numpy)
        assert all(isinstance(value, str) for value in opened.metadata().values())
    sizes = [len(rows[0])] + [units for units, _ in hidden]
    for number, inputs in enumerate(sizes):
        weight = by_torch[f"layers.{number}.weight"]
        assert weight.shape[1] == inputs and weight.dtype == torch.float32
        assert np.array_equal(weight.numpy(), by_numpy[f"layers.{number}.weight"])
        moment = by_torch[f"optimizer.adam.first_moment.layers.{number}.weight"]
        assert moment.shape == weight.shape

    found = outputs(by_torch, hidden, [[float(value) for value in row] for row in rows])
    if kind == "number":
        truth = torch.tensor([[float(answer)] for answer in answers])
        loss = torch.nn.functional.mse_loss(found, truth)
        expected = [found[0].item()]
    else:
        classes = sorted(set(answers))
        truth = torch.tensor([classes.index(answer) for answer in answers])
        if kind == "two classes":
            # One logistic output stands for the second class.
            found = torch.cat([torch.zeros_like(found), found], dim=1)
        loss = torch.nn.functional.cross_entropy(found, truth)
        expected = torch.softmax(found[0], dim=0).tolist()
    assert abs(loss.item() - evaluation["data_loss"]) < 1e-5 * max(1, loss.item())
    said = list(prediction["outputs"].values())
    assert np.allclose(said, expected, rtol=1e-4, atol=1e-6), (said, expected)
    print(f"{file}: PyTorch {torch.__version__} has the loss {loss.item():.6f} that descent has")


for case in CASES:
    check(*case)
