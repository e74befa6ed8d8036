"""Model files of descent's, read by safetensors, NumPy and PyTorch: the same tensors, and a network built
from them in PyTorch, its rows prepared as the file's metadata say, has the loss and the predictions that
descent printed. The digests of the rows are what their definition makes of the file.

Usage: model_files.py PROGRAM FOLDER
"""

import csv
import json
import struct
import sys

import numpy as np
import safetensors.numpy
import safetensors.torch
import torch
from safetensors import safe_open

from descent_program import last, run

PROGRAM, FOLDER = sys.argv[1:]
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}

# All rows in training, so that the rows here are the rows there.
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


def digest(words):
    """A row's digest by its definition in RowDigests.swift, as a signed number."""
    value, mask = 0xCBF29CE484222325, 2**64 - 1
    for word in words:
        value = (value ^ word) * 0x9E3779B97F4A7C15 & mask
        value ^= value >> 32
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD & mask
    value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53 & mask
    value ^= value >> 33
    return value - 2**64 if value >> 63 else value


def word(text, is_number):
    if is_number:
        return struct.unpack("<Q", struct.pack("<d", float(text)))[0]
    name = text.encode()
    return digest([*name, len(name)]) & 2**64 - 1


def prepared(preparation, rows):
    """Raw rows as the network sees them."""
    columns = preparation["columns"]
    assert all(column["kind"] == "number" for column in columns)
    return [
        [(float(value) - column["mean"]) / column["deviation"] for value, column in zip(row, columns)]
        for row in rows
    ]


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
        f"data load lessons/data/{file} target={target} test=0",
        *[f"layer {units} {activation}" for units, activation in hidden],
        "set optimizer adam", "set lr 0.001", "set batch 32", "train 3", "eval",
        "predict " + " ".join(rows[0]), f"model save {path}",
    )
    evaluation, prediction = last(events, "evaluation"), last(events, "prediction")
    by_torch, by_numpy = safetensors.torch.load_file(path), safetensors.numpy.load_file(path)
    with safe_open(path, framework="np") as opened:
        assert set(opened.keys()) == set(by_torch) == set(by_numpy)
        assert all(isinstance(value, str) for value in opened.metadata().values())
        preparation = json.loads(opened.metadata()["preparation"])
    sizes = [len(rows[0])] + [units for units, _ in hidden]
    for number, inputs in enumerate(sizes):
        weight = by_torch[f"layers.{number}.weight"]
        assert weight.shape[1] == inputs and weight.dtype == torch.float32
        assert np.array_equal(weight.numpy(), by_numpy[f"layers.{number}.weight"])
        moment = by_torch[f"optimizer.adam.first_moment.layers.{number}.weight"]
        assert moment.shape == weight.shape

    digests = sorted(
        digest([word(value, True) for value in row] + [word(answer, kind == "number")])
        for row, answer in zip(rows, answers)
    )
    assert by_torch["data.training_rows"].dtype == torch.int64
    assert by_numpy["data.training_rows"].tolist() == digests

    found = outputs(by_torch, hidden, prepared(preparation, rows))
    scale = preparation["target"]
    assert scale["name"] == target
    if kind == "number":
        mean, deviation = scale["mean"], scale["deviation"]
        truth = torch.tensor([[(float(answer) - mean) / deviation] for answer in answers])
        loss = torch.nn.functional.mse_loss(found, truth)
        expected = [found[0].item() * deviation + mean]
    else:
        classes = scale["classes"]
        assert classes == sorted(set(answers))
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
