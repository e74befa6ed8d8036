"""ONNX files of descent's, checked by onnx and run by onnxruntime: rows as they stand in the data give what
`predict` says of them and the loss that `eval` has; weights are those of the safetensors file.

Usage: onnx_models.py PROGRAM FOLDER
"""

import csv
import json
import math
import random
import sys

import numpy as np
import onnx
import onnxruntime
import safetensors.numpy

from descent_program import last, run

PROGRAM, FOLDER = sys.argv[1:]
TOLERANCE = 1e-5
PREDICTED = 25


def table(file, target):
    """The rows of a file without and with what is to be predicted."""
    with open("lessons/data/" + file, encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = [name for name in rows[0] if name != target]
    return [{name: row[name] for name in names} for row in rows], [row[target] for row in rows]


def points(count=PREDICTED):
    stream = random.Random(3)
    return [{name: f"{stream.uniform(-6, 6):.3f}" for name in ("x1", "x2")} for _ in range(count)]


def is_missing(row):
    return any(value in ("", "NA") for value in row.values())


def value(row, name):
    """What goes in under a name of the file's metadata."""
    column, _, category = name.partition("=")
    text = row[column]
    if text in ("", "NA"):
        return math.nan
    return float(text == category) if category else float(text)


def opened(path):
    """The model, run by onnxruntime, and its metadata."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.opset_import[0].version >= 17
    assert all(item.data_type == onnx.TensorProto.FLOAT for item in model.graph.initializer)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert [port.name for port in session.get_inputs()] == ["inputs"]
    assert len(session.get_outputs()) == 1
    return model, session, session.get_modelmeta().custom_metadata_map


def check_weights(model, path):
    saved = safetensors.numpy.load_file(path)
    found = {item.name: onnx.numpy_helper.to_array(item) for item in model.graph.initializer}
    names = [name for name in saved if name.startswith("layers.")]
    assert names
    for name in names:
        assert np.array_equal(found[name], saved[name]), name


def check_predictions(said, outputs, names):
    expected = [[prediction["outputs"][name] for name in names] for prediction in said]
    # Of numbers above 1, relative to them.
    differences = np.abs(np.array(expected) - outputs) / np.maximum(1, np.abs(expected))
    assert len(said) and differences.max() <= TOLERANCE, differences.max()
    return differences.max()


def check(title, data, settings, rows, answers=None):
    path = f"{FOLDER}/{title}.onnx"
    # Those with a value missing cannot be typed.
    typed = [row for row in rows if not is_missing(row)]
    typed = typed[:: max(1, len(typed) // PREDICTED)]
    events = run(
        PROGRAM, data, *settings, "set optimizer adam", "set lr 0.01", "train 3", "eval",
        f"model save {FOLDER}/{title}.safetensors", f"model export {path}",
        *["predict " + " ".join(row.values()) for row in typed],
    )
    model, session, metadata = opened(path)
    check_weights(model, f"{FOLDER}/{title}.safetensors")
    names = json.loads(metadata["inputs"])
    outputs_named = json.loads(metadata["outputs"])
    exported = last(events, "model_exported")
    assert exported["inputs"] == names and exported["outputs"] == outputs_named

    def outputs(some):
        inputs = np.array([[value(row, name) for name in names] for row in some], np.float32)
        return session.run(None, {"inputs": inputs})[0].astype(np.float64)

    said = [event for event in events if event["type"] == "prediction"]
    most = check_predictions(said, outputs(typed), outputs_named)
    if answers:
        found = outputs(rows)
        if len(outputs_named) > 1:
            right = found[range(len(rows)), [outputs_named.index(answer) for answer in answers]]
            loss = -np.log(right).mean()
        else:
            scale = json.loads(metadata["preparation"])["target"]
            wrong = (found[:, 0] - np.array(answers, float)) / scale.get("deviation", 1)
            loss = np.square(wrong).mean()
        there = last(events, "evaluation")["data_loss"]
        assert abs(loss - there) < TOLERANCE * max(1, there), (loss, there)
    print(
        f"{title}: onnxruntime {onnxruntime.__version__} predicts as descent does, "
        f"within {most:.1e}"
    )


for kind, sets in [
    ("xor", ["layers 5 gelu 4 tanh"]),
    ("features", ["layers 6 leakyrelu", "features x1 x2^2 x1*x2 sin(x1)"]),
    ("sines", ["layers 3 sigmoid", "features sin(x2)", "set loss cross-entropy"]),
    ("plane", ["layers 4 tanh"]),
]:
    check(kind, f"data {kind if kind in ('xor', 'plane') else 'circle'}", sets, points())
for name, file, target, sets in [
    ("iris", "iris.csv", "species", ["layers 5 relu 4 linear"]),
    ("cancer", "breast_cancer.csv", "diagnosis", ["layers 6 sigmoid"]),
    ("digits", "digits.csv", "digit", ["layers 16 relu", "set batch 64"]),
    ("diabetes", "diabetes.csv", "progression", ["layers 7 tanh"]),
    ("penguins", "penguins.csv", "species", ["layer 8 relu dropout=0.2"]),
]:
    load = f"data load lessons/data/{file} target={target} test=0 missing=mean"
    check(name, load, sets, *table(file, target))
check(
    "unscaled", "data load lessons/data/diabetes.csv target=progression test=0 standardize=off",
    ["layers 3 tanh", "set lr 0.0001", "set loss huber"], table("diabetes.csv", "progression")[0],
)
