#!/usr/bin/env python3
"""Chooses between three models of scikit-learn and their parameters with one of descent's searchers.

    python3 choosing_a_model.py [SAMPLER] [TRIALS] [LOG]

A model is judged by nine folds, one after the other, and ended early when it falls behind. Stop it at any
time, with Ctrl-C or harder: started again with the same LOG it goes on where it was. The trials are in
LOG.csv in the end. The program `descent` is looked for in the PATH, or is what the variable DESCENT names.
"""
import json
import os
import subprocess
import sys

try:
    from sklearn.datasets import load_breast_cancer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
except ImportError:
    sys.exit("This example needs scikit-learn: python3 -m pip install scikit-learn")

# A parameter that begins with a model's name is only there for that model.
SPACE = ("model=svm|forest|logistic svm.C=1e-2..1e3:log svm.gamma=1e-5..1:log "
         "forest.max_depth=1..12:int forest.max_features=0.1..1 logistic.C=1e-4..1e2:log")
MODELS = {"svm": SVC, "logistic": LogisticRegression,
          "forest": lambda **params: RandomForestClassifier(30, random_state=1, **params)}
# What is known from elsewhere: a result need not be computed again.
KNOWN = [({"model": "logistic", "logistic.C": 1.0}, 0.9736)]


def say(descent, message):
    try:
        descent.stdin.write(json.dumps(message) + "\n")
        descent.stdin.flush()
    except BrokenPipeError:
        pass  # It has said why on standard error.
    answer = json.loads(descent.stdout.readline() or sys.exit(descent.wait()))
    if answer.get("type") == "error":
        sys.exit(f"descent: {answer['message']}")
    return answer


def model(params):
    name = params["model"]
    # `svm.C` is SVC's C.
    own = {key.split(".", 1)[1]: value for key, value in params.items() if key != "model"}
    return make_pipeline(StandardScaler(), MODELS[name](**own))


def run(descent, trial, folds, inputs, labels):
    """Trains fold by fold, those that were reported before once more; the mean accuracy, or None."""
    total, reported = 0.0, len(trial.get("reports", []))
    if trial.get("prune"):
        return None
    for step, (training, validation) in enumerate(folds, 1):
        fitted = model(trial["params"]).fit(inputs[training], labels[training])
        total += fitted.score(inputs[validation], labels[validation])
        if step > reported:
            answer = say(descent, {"report": trial["trial"], "step": step, "value": total / step})
            if answer["prune"]:
                return None
    return total / len(folds)


def main():
    sampler = sys.argv[1] if len(sys.argv) > 1 else "tpe"
    trials = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    log = sys.argv[3] if len(sys.argv) > 3 else "choosing_a_model.log"
    inputs, labels = load_breast_cancer(return_X_y=True)
    folds = list(StratifiedKFold(9, shuffle=True, random_state=1).split(inputs, labels))
    descent = subprocess.Popen(
        [os.environ.get("DESCENT", "descent"), "asktell", "--space", SPACE, "--sampler", sampler,
         "--direction", "maximize", "--halving", "3", "--trials", str(trials), "--log", log,
         "--export", log + ".csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    earlier = say(descent, {"trials": True})["trials"]
    if not earlier:
        for params, accuracy in KNOWN:
            say(descent, {"add": params, "value": accuracy})
        # Of a guess the rest is chosen.
        say(descent, {"enqueue": {"model": "svm"}})
    # What an earlier start had begun comes first.
    begun = [trial for trial in earlier if trial["state"] == "pending"]
    while True:
        trial = begun.pop(0) if begun else say(descent, {"ask": True})
        if "exhausted" in trial:
            break
        accuracy = run(descent, trial, folds, inputs, labels)
        if accuracy is None:
            say(descent, {"prune": trial["trial"]})
        else:
            say(descent, {"tell": trial["trial"], "value": accuracy})
        shown = "pruned" if accuracy is None else f"{accuracy:.4f}"
        print(f"{trial['trial']:3}  {shown}  {trial['params']}", flush=True)
    best = say(descent, {"best": True})
    print(f"best: trial {best['trial']}, {best['value']:.4f} with {best['params']}")
    if sum(trial["state"] == "done" for trial in say(descent, {"trials": True})["trials"]) >= 10:
        shares = say(descent, {"importance": True})["importance"]
        print("what mattered: " + ", ".join(f"{s['axes'][0]} {s['share']:.0%}" for s in shares))
    descent.stdin.close()
    sys.exit(descent.wait())


if __name__ == "__main__":
    try:
        main()
    except FileNotFoundError:
        sys.exit("There is no program descent in the PATH; set DESCENT to where it is.")
