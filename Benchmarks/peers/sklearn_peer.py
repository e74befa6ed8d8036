"""scikit-learn's MLPClassifier: `fit` for a number of epochs, divided by their number."""

from common import WORKLOADS, arguments, data, measure, report, result

options = arguments()
import warnings  # noqa: E402

import sklearn  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

warnings.filterwarnings("ignore", category=sklearn.exceptions.ConvergenceWarning)


def training(workload):
    w = WORKLOADS[workload]
    inputs, labels = data(workload)
    model = MLPClassifier(
        hidden_layer_sizes=w["sizes"][1:-1], activation=w["activation"], solver=w["optimizer"],
        alpha=0, batch_size=w["batch"], learning_rate_init=w["lr"], momentum=0,
        nesterovs_momentum=False, tol=0, n_iter_no_change=10**9, random_state=1)

    def epochs(count):
        model.max_iter = count
        model.fit(inputs, labels)

    samples = measure(epochs, workload)
    return result(
        "scikit-learn", sklearn.__version__, workload, options.threads, samples, loss=model.loss_)


if options.workload == "product":
    report([])
else:
    report([training(options.workload)])
