"""NumPy's matrix product, which is OpenBLAS's in the packages that pip installs."""

from common import WORKLOADS, arguments, measure_product, report, result

options = arguments()
import numpy  # noqa: E402


def product():
    w = WORKLOADS["product"]
    random = numpy.random.default_rng(1)
    a = random.random((w["rows"], w["depth"]), dtype=numpy.float32)
    b = random.random((w["depth"], w["columns"]), dtype=numpy.float32)
    c = numpy.empty((w["rows"], w["columns"]), numpy.float32)
    samples = measure_product(lambda: numpy.matmul(a, b, out=c))
    return result("NumPy (OpenBLAS)", numpy.__version__, "product", options.threads, samples)


report([product()] if options.workload == "product" else [])
