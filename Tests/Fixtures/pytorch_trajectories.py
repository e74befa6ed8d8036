"""Writes Tests/NeuralNetworkTests/PyTorchTrajectories.swift: short trainings by PyTorch 2 in 32 bits.

Usage: python pytorch_trajectories.py > ../NeuralNetworkTests/PyTorchTrajectories.swift
(made with torch 2.13.0, CPU). Rows are taken in order in batches of 5, so the last batch of each epoch is short.
"""

import torch

torch.set_num_threads(1)
ROWS, INPUTS, UNITS, BATCH, EPOCHS = 12, 3, 4, 5, 4

ACTIVATIONS = {
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leakyrelu": torch.nn.functional.leaky_relu,
    "gelu": torch.nn.functional.gelu,
    "linear": lambda z: z,
}

# name, activation, loss, optimizer, l1, l2, penalize weights only
CASES = [
    ("relu", "squaredError", "sgd", 0.0, 0.0, False),
    ("sigmoid", "logistic", "sgd", 0.01, 0.0, False),
    ("tanh", "softmaxCrossEntropy", "sgd", 0.0, 0.1, True),
    ("leakyrelu", "softmaxCrossEntropy", "momentum", 0.005, 0.05, False),
    ("gelu", "squaredError", "momentum", 0.0, 0.0, False),
    ("linear", "logistic", "momentum", 0.0, 0.05, True),
    ("relu", "softmaxCrossEntropy", "adam", 0.0, 0.0, False),
    ("gelu", "logistic", "adam", 0.0, 0.1, False),
    ("tanh", "squaredError", "adam", 0.01, 0.05, True),
]


def numbers(count, salt):
    """Plain numbers in (-1, 1) that need no generator."""
    return [((i * i * 7919 + i * 31 + salt * 104729) % 2003) / 1001.5 - 1 for i in range(1, count + 1)]


def train(activation, loss, optimizer, l1, l2, weights_only):
    outputs = 3 if loss == "softmaxCrossEntropy" else 1
    x = torch.tensor(numbers(ROWS * INPUTS, 1)).reshape(ROWS, INPUTS)
    score = torch.tensor(numbers(ROWS, 2))
    first = torch.nn.Linear(INPUTS, UNITS)
    last = torch.nn.Linear(UNITS, outputs)
    parameters = [first.weight, first.bias, last.weight, last.bias]
    with torch.no_grad():
        for salt, p in enumerate(parameters):
            p.copy_(torch.tensor(numbers(p.numel(), 3 + salt)).reshape(p.shape))
    start = flat(parameters)
    rule = {
        "sgd": lambda: torch.optim.SGD(parameters, lr=0.1),
        "momentum": lambda: torch.optim.SGD(parameters, lr=0.05, momentum=0.9),
        "adam": lambda: torch.optim.Adam(parameters, lr=0.02),
    }[optimizer]()
    losses = []
    for _ in range(EPOCHS):
        for i in range(0, ROWS, BATCH):
            z = last(ACTIVATIONS[activation](first(x[i : i + BATCH])))
            y = score[i : i + BATCH]
            if loss == "squaredError":
                value = torch.nn.functional.mse_loss(z[:, 0], y)
            elif loss == "logistic":
                value = torch.nn.functional.binary_cross_entropy_with_logits(z[:, 0], (y > 0).float())
            else:
                value = torch.nn.functional.cross_entropy(z, classes(y))
            penalized = parameters[::2] if weights_only else parameters
            total = value + l1 * sum(p.abs().sum() for p in penalized)
            total = total + l2 / 2 * sum((p * p).sum() for p in penalized)
            rule.zero_grad()
            total.backward()
            rule.step()
            losses.append(total.item())
    return x.flatten().tolist(), targets(loss, score), start, flat(parameters), losses


def classes(y):
    return (y > -0.3).long() + (y > 0.3).long()


def targets(loss, score):
    if loss == "squaredError":
        return f".values({array(score.tolist())})"
    labels = (score > 0).long() if loss == "logistic" else classes(score)
    return f".classes({labels.tolist()}, count: {2 if loss == 'logistic' else 3})"


def flat(parameters):
    return [v for p in parameters for v in p.detach().flatten().tolist()]


def array(values):
    return "[" + ", ".join(f"{v:.9g}" for v in values) + "]"


def wrapped(text, indent):
    lines, line = [], indent
    for word in text.split(" "):
        if len(line) + len(word) + 1 > 98:
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return "\n".join(lines + [line.rstrip()])


print("// Made by Tests/Fixtures/pytorch_trajectories.py with PyTorch", torch.__version__.split("+")[0] + ".")
print("// Do not edit.")
print("// swift-format-ignore-file")
print()
print("import NeuralNetwork")
print()
print("/// Four epochs of one training in batches of five; parameters in the order of safetensors files:")
print("/// layers.0.weight as [units][inputs], layers.0.bias, layers.1.weight, layers.1.bias.")
print("struct PyTorchTrajectory: Sendable {")
for name, kind in [
    ("activation", "Activation"), ("loss", "Loss"), ("optimizer", "OptimizerKind"),
    ("l1", "Double"), ("l2", "Double"), ("penalize", "Penalized"), ("targets", "Examples.Targets"),
    ("start", "[Float]"), ("end", "[Float]"), ("losses", "[Double]"),
]:
    print(f"  let {name}: {kind}")
print()
for index, case in enumerate(CASES):
    x, t, start, end, losses = train(*case)
    if index == 0:
        print("  static let inputs: [Float] =\n" + wrapped(array(x), "    "))
        print("  static let all: [PyTorchTrajectory] = [")
    activation, loss, optimizer, l1, l2, weights_only = case
    print("    PyTorchTrajectory(")
    print(f"      activation: .{activation}, loss: .{loss}, optimizer: .{optimizer}, l1: {l1}, l2: {l2},")
    print(f"      penalize: .{'weights' if weights_only else 'all'},")
    print(wrapped(f"targets: {t},", "      "))
    print(wrapped(f"start: {array(start)},", "      "))
    print(wrapped(f"end: {array(end)},", "      "))
    print(wrapped(f"losses: {array(losses)}),", "      "))
print("  ]")
print("}")
