"""PyTorch, as its users write it: a module, a loss, an optimizer, batches by a permutation."""

from common import WORKLOADS, arguments, data, measure, measure_product, report, result

options = arguments()
import torch  # noqa: E402

torch.set_num_threads(options.threads)
torch.set_num_interop_threads(1)
torch.manual_seed(1)


def training(workload, fused):
    w = WORKLOADS[workload]
    inputs, labels = map(torch.from_numpy, data(workload))
    activation = torch.nn.Tanh if w["activation"] == "tanh" else torch.nn.ReLU
    layers = []
    for before, after in zip(w["sizes"], w["sizes"][1:]):
        layers += [torch.nn.Linear(before, after), activation()]
    model = torch.nn.Sequential(*layers[:-1])
    if w["sizes"][-1] == 1:
        loss_of, labels = torch.nn.BCEWithLogitsLoss(), labels.float().unsqueeze(1)
    else:
        loss_of = torch.nn.CrossEntropyLoss()
    kind = torch.optim.SGD if w["optimizer"] == "sgd" else torch.optim.Adam
    optimizer = kind(model.parameters(), lr=w["lr"], fused=fused)

    def epochs(count):
        for _ in range(count):
            order = torch.randperm(len(inputs))
            for first in range(0, len(inputs), w["batch"]):
                rows = order[first : first + w["batch"]]
                optimizer.zero_grad()
                loss_of(model(inputs[rows]), labels[rows]).backward()
                optimizer.step()

    samples = measure(epochs, workload)
    with torch.no_grad():
        loss = loss_of(model(inputs), labels).item()
    name = "PyTorch, fused optimizer" if fused else "PyTorch"
    return result(name, torch.__version__, workload, options.threads, samples, loss=loss)


def product():
    w = WORKLOADS["product"]
    a, b = torch.rand(w["rows"], w["depth"]), torch.rand(w["depth"], w["columns"])
    c = torch.empty(w["rows"], w["columns"])
    samples = measure_product(lambda: torch.mm(a, b, out=c))
    return result("PyTorch (MKL)", torch.__version__, "product", options.threads, samples)


if options.workload == "product":
    report([product()])
else:
    report([training(options.workload, fused) for fused in (False, True)])
