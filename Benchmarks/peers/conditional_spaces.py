"""Spaces with a choice of model, each with its own parameters: our searchers beside Optuna's TPE.

    .build/peers/bin/python Benchmarks/peers/conditional_spaces.py --program .build/release/descent

Every searcher runs 60 trials with each of 20 seeds on three problems: scikit-learn models on breast cancer
(1 - area under the ROC curve) and diabetes (1 - R²), both the mean of a cross-validation, and a made function. Small
values are good. Optuna's TPE is multivariate and grouped, which is what its manual advises for such spaces. Ours
goes through `descent asktell`. Printed are the quartiles of the best values, and of a fair pair of seeds how often
ours is at or below Optuna's.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def rounded(value):
    """To three digits, so that what was computed once need not be again."""
    return float(f"{value:.3g}") if isinstance(value, float) else value


class Remembering:
    """A function of parameters that keeps its values, in a file too."""

    def __init__(self, name, function, folder):
        self.function, self.known = function, {}
        self.path = os.path.join(folder, name + ".json")
        if os.path.exists(self.path):
            with open(self.path) as file:
                self.known = json.load(file)

    def __call__(self, params):
        params = {name: rounded(value) for name, value in params.items()}
        key = json.dumps(params, sort_keys=True)
        if key not in self.known:
            self.known[key] = float(self.function(params))
            if len(self.known) % 50 == 0:
                self.save()
        return self.known[key]

    def save(self):
        with open(self.path, "w") as file:
            json.dump(self.known, file)


# A parameter is NAME: (kind, low, high); those of a model stand under it.
CANCER = {
    "svm": {"C": ("log", 1e-2, 1e3), "gamma": ("log", 1e-6, 1.0)},
    "forest": {"trees": ("log int", 5, 30), "depth": ("int", 1, 12), "features": ("float", 0.05, 1.0)},
    "logistic": {"C": ("log", 1e-5, 1e3)},
}
DIABETES = {
    "svm": {"C": ("log", 1e-1, 1e4), "gamma": ("log", 1e-5, 1.0), "epsilon": ("log", 1.0, 100.0)},
    "forest": {"trees": ("log int", 5, 30), "depth": ("int", 1, 12), "features": ("float", 0.05, 1.0)},
    "neighbors": {"count": ("log int", 1, 100), "power": ("float", 1.0, 3.0)},
}
BRANCHES = {
    "broad": {"u": ("float", 0.0, 1.0), "v": ("float", 0.0, 1.0)},
    "narrow": {"u": ("float", 0.0, 1.0), "v": ("float", 0.0, 1.0), "rate": ("log", 1e-4, 1.0)},
    "line": {"u": ("float", 0.0, 1.0)},
}


def cancer():
    from sklearn.datasets import load_breast_cancer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.preprocessing import StandardScaler
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import SVC

    inputs, labels = load_breast_cancer(return_X_y=True)
    folds = StratifiedKFold(3, shuffle=True, random_state=1)

    def value(params):
        if params["model"] == "svm":
            model = make_pipeline(StandardScaler(), SVC(C=params["svm.C"], gamma=params["svm.gamma"]))
        elif params["model"] == "forest":
            model = RandomForestClassifier(
                params["forest.trees"], max_depth=params["forest.depth"],
                max_features=params["forest.features"], random_state=1)
        else:
            model = make_pipeline(
                StandardScaler(), LogisticRegression(C=params["logistic.C"], max_iter=2000))
        return 1 - cross_val_score(model, inputs, labels, cv=folds, scoring="roc_auc").mean()

    return value


def diabetes():
    from sklearn.datasets import load_diabetes
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.model_selection import KFold, cross_val_score
    from sklearn.neighbors import KNeighborsRegressor
    from sklearn.preprocessing import StandardScaler
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import SVR

    inputs, targets = load_diabetes(return_X_y=True)
    folds = KFold(3, shuffle=True, random_state=1)

    def value(params):
        if params["model"] == "svm":
            model = SVR(C=params["svm.C"], gamma=params["svm.gamma"], epsilon=params["svm.epsilon"])
        elif params["model"] == "forest":
            model = RandomForestRegressor(
                params["forest.trees"], max_depth=params["forest.depth"],
                max_features=params["forest.features"], random_state=1)
        else:
            model = KNeighborsRegressor(params["neighbors.count"], p=params["neighbors.power"])
        return 1 - cross_val_score(
            make_pipeline(StandardScaler(), model), inputs, targets, cv=folds, scoring="r2").mean()

    return value


def branches():
    """The best branch is the worst at most of its points: what looks good early is not what is."""

    def value(params):
        if params["model"] == "broad":
            return 0.3 + (params["broad.u"] - 0.6) ** 2 + 0.5 * (params["broad.v"] - 0.2) ** 2
        if params["model"] == "line":
            return 0.2 + 0.6 * abs(math.sin(5 * (params["line.u"] - 0.37)))
        away = ((params["narrow.u"] - 0.7) ** 2 + (params["narrow.v"] - 0.4) ** 2) * 8
        away += (math.log10(params["narrow.rate"]) + 2.3) ** 2 / 3
        return 1.2 * (1 - math.exp(-away))

    return value


PROBLEMS = {
    "breast cancer": (CANCER, cancer), "diabetes": (DIABETES, diabetes), "branches": (BRANCHES, branches),
}


def written(models):
    """The space as `descent asktell --space` takes it."""
    text = "model=" + "|".join(models)
    for model, params in models.items():
        for name, (kind, low, high) in params.items():
            ending = {"float": "", "log": ":log", "int": ":int", "log int": ":int:log"}[kind]
            text += f" {model}.{name}={low:g}..{high:g}{ending}"
    return text


def ours(sampler, program):
    def study(models, function, trials, seed):
        process = subprocess.Popen(
            [program, "asktell", "--space", written(models), "--sampler", sampler,
             "--seed", str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

        def say(message):
            process.stdin.write(json.dumps(message) + "\n")
            return json.loads(process.stdout.readline())

        best = math.inf
        for _ in range(trials):
            trial = say({"ask": True})
            value = function(trial["params"])
            say({"tell": trial["trial"], "value": value})
            best = min(best, value)
        process.stdin.close()
        process.wait()
        return best

    return study


def optunas(make):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)

    def study(models, function, trials, seed):
        def objective(trial):
            params = {"model": trial.suggest_categorical("model", list(models))}
            for name, (kind, low, high) in models[params["model"]].items():
                name = f"{params['model']}.{name}"
                params[name] = (
                    trial.suggest_int(name, low, high, log="log" in kind) if "int" in kind
                    else trial.suggest_float(name, low, high, log=kind == "log"))
            return function(params)

        found = optuna.create_study(sampler=make(optuna.samplers, seed))
        found.optimize(objective, n_trials=trials)
        return found.best_value

    return study


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--problems", nargs="*", default=list(PROBLEMS))
    parser.add_argument("--searchers", nargs="*")
    parser.add_argument("--kept", default=".build/peers", help="where values once computed are kept")
    options = parser.parse_args()
    os.makedirs(options.kept, exist_ok=True)
    searchers = {
        "random": ours("random", options.program),
        "tpe": ours("tpe", options.program),
        "bayes": ours("bayes", options.program),
        "Optuna TPE, multivariate, group": optunas(
            lambda s, seed: s.TPESampler(seed=seed, multivariate=True, group=True)),
        "Optuna TPE": optunas(lambda s, seed: s.TPESampler(seed=seed)),
    }
    if options.searchers:
        searchers = {name: searchers[name] for name in options.searchers}
    peer = "Optuna TPE, multivariate, group"
    print("| problem | searcher | lower quartile | median | upper quartile | at or below the peer |")
    print("|---|---|---|---|---|---|")
    for problem in options.problems:
        models, make = PROBLEMS[problem]
        function = Remembering(problem.replace(" ", "-"), make(), options.kept)
        found = {}
        for name, study in searchers.items():
            found[name] = [
                study(models, function, options.trials, seed) for seed in range(1, options.seeds + 1)]
            function.save()
        for name, values in found.items():
            low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
            pairs = [a <= b for a in values for b in found.get(peer, [])]
            share = f"{statistics.mean(pairs):.0%}" if pairs and name != peer else ""
            print(f"| {problem} | {name} | {low:.5f} | {middle:.5f} | {high:.5f} | {share} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
