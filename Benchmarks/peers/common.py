"""What the peers in Python share: the data, the stopwatch and the form of the results.

Every peer is one file with one function a workload and is run as

    python PEER_peer.py --threads N WORKLOAD

for one workload at a time. It prints one line of JSON with a list of results, or says on
standard error why it cannot.
"""

import argparse
import json
import os
import statistics
import sys
import time

CHECKOUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

# As in Benchmarks/Sources: sizes, hidden activation, rows, batch, learning rate; then how many
# epochs warm up, and how many make one sample. Frameworks that are slower get fewer epochs.
WORKLOADS = {
    "tiny": dict(sizes=[2, 8, 8, 1], activation="tanh", batch=10, lr=0.03, optimizer="sgd",
                 warm_up=10, epochs=20, repetitions=9),
    "digits": dict(sizes=[64, 32, 10], activation="relu", batch=32, lr=0.001, optimizer="adam",
                   warm_up=3, epochs=5, repetitions=9),
    "pixels": dict(sizes=[784, 256, 128, 10], activation="relu", batch=128, lr=0.001,
                   optimizer="adam", warm_up=1, epochs=1, repetitions=3),
    "product": dict(rows=128, depth=784, columns=256, repetitions=15),
    "search": dict(trials=40, epochs=20, batch=32, repetitions=3),
    "searchers": {},
}


def arguments():
    """Reads the arguments and holds the process to as many threads as are asked for.

    Must be called before the framework is imported: some look at the environment only then.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("workload", choices=sorted(WORKLOADS))
    options = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) < options.threads:
            sys.exit(f"{options.threads} threads need as many cores; there are {len(cores)}")
        os.sched_setaffinity(0, set(cores[: options.threads]))
    return options


def data(workload):
    """Inputs in float32 and labels in int64."""
    import numpy

    random = numpy.random.default_rng(1)
    if workload == "tiny":
        inputs = random.uniform(-6, 6, (256, 2)).astype(numpy.float32)
        return inputs, ((inputs**2).sum(1) < 16).astype(numpy.int64)
    if workload == "digits":
        path = os.path.join(CHECKOUT, "lessons", "data", "digits.csv")
        table = numpy.loadtxt(path, delimiter=",", skiprows=1, dtype=numpy.float32)
        inputs, labels = table[:, :-1], table[:, -1].astype(numpy.int64)
        deviation = inputs.std(0)
        deviation[deviation == 0] = 1
        return numpy.ascontiguousarray((inputs - inputs.mean(0)) / deviation), labels
    rows, width, classes = 60_000, 784, 10
    labels = random.integers(0, classes, rows)
    inputs = random.random((rows, width), dtype=numpy.float32)
    band = numpy.arange(width) * classes // width
    inputs *= numpy.where(band[None, :] == labels[:, None], numpy.float32(1), numpy.float32(0.8))
    return inputs, labels


def measure(epochs, workload):
    """Seconds an epoch, several times. `epochs(n)` trains n epochs and returns when they are done."""
    w = WORKLOADS[workload]
    epochs(w["warm_up"])
    samples = []
    for _ in range(w["repetitions"]):
        start = time.perf_counter()
        epochs(w["epochs"])
        samples.append((time.perf_counter() - start) / w["epochs"])
    return samples


def measure_product(product):
    """GF/s of `product()`, several times; one call must have finished when it returns."""
    w = WORKLOADS["product"]
    operations = 2 * w["rows"] * w["depth"] * w["columns"]
    calls = 40
    for _ in range(calls):
        product()
    samples = []
    for _ in range(w["repetitions"]):
        start = time.perf_counter()
        for _ in range(calls):
            product()
        samples.append(operations * calls / (time.perf_counter() - start) * 1e-9)
    return samples


def result(peer, version, workload, threads, samples, **check):
    rate = workload == "product"
    return dict(
        workload=workload, peer=peer, version=version, threads=threads,
        unit="GF/s" if rate else "s/epoch", samples=samples,
        median=statistics.median(samples), best=max(samples) if rate else min(samples),
        check={name: float(value) for name, value in check.items()},
    )


def report(results):
    print(json.dumps(results))
