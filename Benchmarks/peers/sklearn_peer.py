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


def search():
    """RandomizedSearchCV as a user would write it: one split, as many processes as threads."""
    import time

    from scipy.stats import loguniform, randint
    from sklearn.model_selection import RandomizedSearchCV, ShuffleSplit

    class Layers:
        """Draws the units of one hidden layer."""

        def rvs(self, random_state=None):
            return (int(randint(16, 49).rvs(random_state=random_state)),)

    w = WORKLOADS["search"]
    inputs, labels = data("digits")
    model = MLPClassifier(
        solver="adam", batch_size=w["batch"], max_iter=w["epochs"], tol=0,
        n_iter_no_change=10**9, random_state=1)
    space = {"learning_rate_init": loguniform(1e-4, 1e-1), "alpha": loguniform(1e-6, 1e-2),
             "hidden_layer_sizes": Layers()}
    samples = []
    # The first is the warm-up: it starts the processes.
    for repetition in range(w["repetitions"] + 1):
        found = RandomizedSearchCV(
            model, space, n_iter=w["trials"], cv=ShuffleSplit(1, test_size=0.25, random_state=1),
            n_jobs=options.threads, random_state=1, refit=False, scoring="neg_log_loss")
        start = time.perf_counter()
        found.fit(inputs, labels)
        if repetition:
            samples.append(time.perf_counter() - start)
    return dict(
        result("scikit-learn", sklearn.__version__, "search", options.threads, samples,
               best_loss=-found.best_score_), unit="s")


if options.workload == "product":
    report([])
elif options.workload == "search":
    report([search()])
else:
    report([training(options.workload)])
