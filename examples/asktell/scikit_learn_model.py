#!/usr/bin/env python3
"""Tunes a support vector machine of scikit-learn with one of descent's searchers.

    python3 scikit_learn_model.py [SAMPLER] [TRIALS]

The data are scikit-learn's own handwritten digits. A quarter of them is put aside and judges the best
model once, at the end; the search sees the rest only. The program `descent` is looked for in the PATH,
or is what the variable DESCENT names.
"""
import json
import os
import subprocess
import sys

try:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import cross_val_score, train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
except ImportError:
    sys.exit("This example needs scikit-learn: python3 -m pip install scikit-learn")

# gamma and degree are only asked of the kernels that have them.
SPACE = ("C=1e-2..1e3:log kernel=linear|poly|rbf "
         "gamma=1e-5..1:log:if=kernel=poly|rbf degree=2..5:int:if=kernel=poly")


class Search:
    """A conversation with `descent asktell`."""

    def __init__(self, space, sampler, direction, seed=1):
        self.process = subprocess.Popen(
            [os.environ.get("DESCENT", "descent"), "asktell", "--space", space,
             "--sampler", sampler, "--direction", direction, "--seed", str(seed)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(self, message):
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
        except BrokenPipeError:
            pass  # It has said why on standard error.
        answer = json.loads(self.process.stdout.readline() or sys.exit(self.process.wait()))
        if answer.get("type") == "error":
            sys.exit(f"descent: {answer['message']}")
        return answer


def model(params):
    return make_pipeline(StandardScaler(), SVC(**params))


def main():
    sampler = sys.argv[1] if len(sys.argv) > 1 else "bayes"
    trials = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    inputs, labels = load_digits(return_X_y=True)
    inputs, test_inputs, labels, test_labels = train_test_split(
        inputs, labels, test_size=0.25, random_state=1, stratify=labels)
    search = Search(SPACE, sampler, "maximize")
    # A guess of one's own is the first trial: what scikit-learn takes when nothing is said.
    search.say({"enqueue": {"C": 1, "kernel": "rbf", "gamma": 1 / 64}})
    for _ in range(trials):
        trial = search.say({"ask": True})
        accuracy = cross_val_score(model(trial["params"]), inputs, labels, cv=3).mean()
        search.say({"tell": trial["trial"], "value": float(accuracy)})
        print(f"{trial['trial']:3}  {accuracy:.4f}  {trial['params']}")
    best = search.say({"best": True})
    final = model(best["params"]).fit(inputs, labels)
    print(f"best: trial {best['trial']}, {best['value']:.4f} in cross-validation, "
          f"{final.score(test_inputs, test_labels):.4f} on rows the search never saw")


if __name__ == "__main__":
    try:
        main()
    except FileNotFoundError:
        sys.exit("There is no program descent in the PATH; set DESCENT to where it is.")
