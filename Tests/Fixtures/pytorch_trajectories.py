"""Writes pytorch_trajectories.bin beside itself: short trainings by PyTorch 2, for PyTorchTests.swift.

Usage: python pytorch_trajectories.py
(made with torch 2.13.0, CPU). Every optimizer x penalty x loss x activation, three epochs each over twelve
rows in batches of five, so the last batch of each epoch is short; `gd` takes all rows in each of nine steps. Each
training runs in 32 and in 64 bits from the same 32-bit start.

The file, little endian, trainings in the order of the loops below: for each the worst difference between the
two runs over all parameters at the end, and over the losses of all steps (two float32), then the parameters
at the end and the losses of the nine steps, both of the 64-bit run (float64). Parameters are in the order of
safetensors files: layers.0.weight as [units][inputs], layers.0.bias, layers.1.weight, layers.1.bias.
"""

import pathlib
import struct

import torch

torch.set_num_threads(1)
ROWS, INPUTS, UNITS, BATCH, STEPS = 12, 2, 3, 5, 9
F = torch.nn.functional

OPTIMIZERS = {
    "gd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.02),
    "adam": lambda p: torch.optim.Adam(p, lr=0.02),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.02, amsgrad=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.02),
}
# l1, l2, weights alone, proximal
PENALTIES = [
    (0.0, 0.0, False, False),
    (0.01, 0.0, False, False),
    (0.0, 0.1, True, False),
    (0.01, 0.05, True, False),
    (0.05, 0.05, False, True),
]
LOSSES = ["logistic", "cross-entropy", "squared error", "absolute error", "Huber"]
ACTIVATIONS = {
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leakyrelu": F.leaky_relu,
    "gelu": F.gelu,
    "linear": lambda z: z,
}


def numbers(count, salt):
    """Plain numbers in (-1, 1) that need no generator."""
    return [((i * i * 7919 + i * 31 + salt * 104729) % 2003) / 1001.5 - 1 for i in range(1, count + 1)]


def tensor(count, salt, kind):
    """Rounded to 32 bits first, so that both runs begin with the same."""
    return torch.tensor(numbers(count, salt), dtype=torch.float32).to(kind)


def data_loss(loss, z, y):
    if loss == "logistic":
        return F.binary_cross_entropy_with_logits(z[:, 0], (y > 0).to(z.dtype))
    if loss == "cross-entropy":
        return F.cross_entropy(z, (y > -0.3).long() + (y > 0.3).long())
    # Wide enough that Huber's loss meets both of its pieces.
    y = 2 * y
    return {"squared error": F.mse_loss, "absolute error": F.l1_loss, "Huber": F.huber_loss}[loss](z[:, 0], y)


def rate(optimizer, rule, parameter, step):
    """What the step multiplied a gradient by that had been the same in all steps so far."""
    group, state = rule.param_groups[0], rule.state[parameter]
    lr, unit_velocity = group["lr"], sum(0.9**i for i in range(step))
    if optimizer in ("gd", "sgd"):
        return lr
    if optimizer == "momentum":
        return lr * unit_velocity
    if optimizer == "nesterov":
        return lr * (1 + 0.9 * unit_velocity)
    if optimizer in ("adagrad", "rmsprop"):
        return lr / (state["sum" if optimizer == "adagrad" else "square_avg"].sqrt() + group["eps"])
    squares = state["max_exp_avg_sq" if optimizer == "amsgrad" else "exp_avg_sq"]
    return lr / ((squares / (1 - 0.999**step)).sqrt() + group["eps"])


def train(optimizer, penalty, loss, activation, kind):
    l1, l2, weights_only, proximal = penalty
    outputs = 3 if loss == "cross-entropy" else 1
    x = tensor(ROWS * INPUTS, 1, kind).reshape(ROWS, INPUTS)
    score = tensor(ROWS, 2, kind)
    shapes = [(UNITS, INPUTS), (UNITS,), (outputs, UNITS), (outputs,)]
    parameters = [
        tensor(torch.Size(shape).numel(), 3 + salt, kind).reshape(shape).requires_grad_()
        for salt, shape in enumerate(shapes)
    ]
    w1, b1, w2, b2 = parameters
    penalized = [w1, w2] if weights_only else parameters
    # Decay is a penalty too: with weights alone penalized the biases are spared, where there is any.
    groups = parameters
    if weights_only and optimizer == "adamw":
        groups = [{"params": [w1, w2]}, {"params": [b1, b2], "weight_decay": 0.0}]
    rule = OPTIMIZERS[optimizer](groups)
    batch = ROWS if optimizer == "gd" else BATCH
    starts = [i for _ in range(STEPS) for i in range(0, ROWS, batch)][:STEPS]
    losses = []
    for i in starts:
        z = F.linear(ACTIVATIONS[activation](F.linear(x[i : i + batch], w1, b1)), w2, b2)
        value = data_loss(loss, z, score[i : i + batch])
        magnitudes = l1 * sum(p.abs().sum() for p in penalized)
        total = value + l2 / 2 * sum((p * p).sum() for p in penalized)
        losses.append((total + magnitudes).item())
        rule.zero_grad()
        (total if proximal else total + magnitudes).backward()
        rule.step()
        if proximal:
            with torch.no_grad():
                for p in penalized:
                    threshold = l1 * rate(optimizer, rule, p, len(losses))
                    p.copy_(p.sign() * (p.abs() - threshold).clamp(min=0))
    return [v for p in parameters for v in p.detach().flatten().tolist()], losses


def worst(left, right):
    return max(abs(a - b) for a, b in zip(left, right))


with open(pathlib.Path(__file__).with_suffix(".bin"), "wb") as file:
    for optimizer in OPTIMIZERS:
        for penalty in PENALTIES:
            for loss in LOSSES:
                for activation in ACTIVATIONS:
                    case = (optimizer, penalty, loss, activation)
                    end, losses = train(*case, torch.float64)
                    end32, losses32 = train(*case, torch.float32)
                    file.write(struct.pack("<2f", worst(end, end32), worst(losses, losses32)))
                    file.write(struct.pack(f"<{len(end) + STEPS}d", *end, *losses))
