// The script for PyTorch, below what it holds of the session: rows and their order, network, loss, optimizer and the
// training itself. It says by itself what it does, so that it can be read and changed.

enum PyTorchScript {
  static let head = """
    import base64
    import math
    import sys

    import numpy as np
    import torch
    import torch.nn.functional as F
    from torch import nn
    """

  /// How rows and targets are read, and in which order an epoch takes them.
  static let rows = """
    M32 = (1 << 32) - 1


    def floats(text, width=None):
        numbers = np.frombuffer(base64.b64decode(text), dtype="<f4").copy()
        return torch.from_numpy(numbers if width is None else numbers.reshape(-1, width))


    def targets(text):
        if LOSS not in ("logistic", "cross-entropy"):
            return floats(text, 1)
        classes = torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype="<i4").copy())
        return classes.to(torch.float32).reshape(-1, 1) if LOSS == "logistic" else classes.long()


    # Philox4x32-10 (Salmon and others, 2011), from which descent draws the order of rows.
    class Philox:
        def __init__(self, seed, purpose, index):
            self.key = (seed & M32, seed >> 32)
            self.counter = [0, purpose, index & M32, index >> 32]
            self.words = []

        def next(self):
            if not self.words:
                (a, b, c, d), (k, l) = self.counter, self.key
                for _ in range(10):
                    p, q = a * 0xD2511F53, c * 0xCD9E8D57
                    a, b, c, d = (q >> 32) ^ b ^ k, q & M32, (p >> 32) ^ d ^ l, p & M32
                    k, l = (k + 0x9E3779B9) & M32, (l + 0xBB67AE85) & M32
                self.words = [d, c, b, a]
                self.counter[0] = (self.counter[0] + 1) & M32
            return self.words.pop()

        def below(self, n):
            product = self.next() * n
            if product & M32 < n:
                threshold = (1 << 32) % n
                while product & M32 < threshold:
                    product = self.next() * n
            return product >> 32


    # File order, or shuffled by the seed and the number of the epoch, from 0.
    def row_order(count, epoch):
        order = list(range(count))
        if SHUFFLE:
            stream = Philox(SEED, 4, epoch)
            for place in range(count - 1, 0, -1):
                other = stream.below(place + 1)
                order[place], order[other] = order[other], order[place]
        return torch.tensor(order)
    """

  static let training = """
    def network():
        functions = {
            "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "gelu": nn.GELU,
            "leakyrelu": lambda: nn.LeakyReLU(0.01), "linear": nn.Identity,
        }
        parts, width, place, start = [], INPUTS, 0, floats(INITIAL_PARAMETERS)
        for units, activation, dropout in LAYERS:
            linear = nn.Linear(width, units)
            with torch.no_grad():
                # There a weight's row is the input that it leaves.
                weights = start[place : place + width * units].reshape(width, units)
                place += width * units
                linear.weight.copy_(weights.T)
                linear.bias.copy_(start[place : place + units])
                place += units
            parts += [linear, functions[activation]()] + ([nn.Dropout(dropout)] if dropout else [])
            width = units
        return nn.Sequential(*parts)


    def data_loss(outputs, wanted):
        losses = {
            "logistic": F.binary_cross_entropy_with_logits, "cross-entropy": F.cross_entropy,
            "squared error": F.mse_loss, "absolute error": F.l1_loss, "Huber": F.huber_loss,
        }
        if CLASS_WEIGHTS is None:
            return losses[LOSS](outputs, wanted)
        each = losses[LOSS](outputs, wanted, reduction="none").flatten()
        return (torch.tensor(CLASS_WEIGHTS)[wanted.flatten().long()] * each).mean()


    def penalties(model, l1):
        kept = [p for n, p in model.named_parameters() if PENALIZE == "all" or n.endswith("weight")]
        return sum(l1 * p.abs().sum() + 0.5 * L2 * (p * p).sum() for p in kept)


    # Chen and others, 2023.
    class Lion(torch.optim.Optimizer):
        def __init__(self, groups):
            super().__init__(groups, {"weight_decay": 0.0})

        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                for p in group["params"]:
                    m = self.state.setdefault(p, {"m": torch.zeros_like(p)})["m"]
                    direction = (BETA1 * m + (1 - BETA1) * p.grad).sign()
                    p -= LR * (direction + group["weight_decay"] * p)
                    m.mul_(BETA2).add_(p.grad, alpha=1 - BETA2)


    def optimizer(model):
        named = list(model.named_parameters())
        spared = [p for n, p in named if PENALIZE != "all" and not n.endswith("weight")]
        decayed = [p for n, p in named if PENALIZE == "all" or n.endswith("weight")]
        groups = [
            {"params": params, "weight_decay": decay}
            for params, decay in [(decayed, DECAY), (spared, 0.0)] if params
        ]
        every = list(model.parameters())
        adam = {"lr": LR, "betas": (BETA1, BETA2), "eps": EPSILON}
        match OPTIMIZER:
            case "gd" | "sgd": return torch.optim.SGD(every, lr=LR)
            case "momentum": return torch.optim.SGD(every, lr=LR, momentum=MOMENTUM)
            case "nesterov": return torch.optim.SGD(every, lr=LR, momentum=MOMENTUM, nesterov=True)
            case "adagrad": return torch.optim.Adagrad(every, lr=LR, eps=EPSILON)
            case "rmsprop": return torch.optim.RMSprop(every, lr=LR, alpha=RHO, eps=EPSILON)
            case "adam": return torch.optim.Adam(every, **adam)
            case "amsgrad": return torch.optim.Adam(every, amsgrad=True, **adam)
            case "adamw": return torch.optim.AdamW(groups, **adam)
            case "lion": return Lion(groups)


    # To the longest gradient that `clip` lets be.
    def shorten(model):
        length = math.sqrt(sum(float((p.grad.double() ** 2).sum()) for p in model.parameters()))
        if length > CLIP:
            for p in model.parameters():
                p.grad *= CLIP / length


    def figures(model, rows):
        model.eval()
        with torch.no_grad():
            loss = float(data_loss(model(rows[0]), rows[1]) + penalties(model, L1))
        model.train()
        return loss


    def main():
        epochs = int(sys.argv[1]) if len(sys.argv) > 1 else EPOCHS
        training = floats(TRAINING_INPUTS, INPUTS), targets(TRAINING_TARGETS)
        test = floats(TEST_INPUTS, INPUTS), targets(TEST_TARGETS)
        model = network()
        steps = optimizer(model)
        for epoch in range(epochs):
            order = row_order(len(training[0]), epoch)
            for batch in order.split(BATCH):
                steps.zero_grad()
                loss = data_loss(model(training[0][batch]), training[1][batch]) + penalties(model, L1)
                loss.backward()
                if CLIP is not None:
                    shorten(model)
                steps.step()
            line = f"epoch {epoch + 1}  loss {figures(model, training):.9g}"
            print(line + (f"  test loss {figures(model, test):.9g}" if len(test[0]) else ""))


    main()
    """
}
