"""The example that chooses between models, killed and started again: the trials are those of a run that nobody
disturbed. Then the same search told through asktell as Optuna finds it in the exported study.

Usage: asktell_studies.py PROGRAM FOLDER
"""

import csv
import json
import math
import os
import random
import signal
import subprocess
import sys
import time

import optuna

PROGRAM, FOLDER = sys.argv[1:]
EXAMPLE = "examples/asktell/choosing_a_model.py"
TRIALS = 14


def example(log):
    return subprocess.Popen(
        [sys.executable, EXAMPLE, "tpe", str(TRIALS), log], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DESCENT": PROGRAM}, start_new_session=True)


def rows(log):
    with open(log + ".csv", newline="") as file:
        return list(csv.DictReader(file))


def check_example():
    whole, killed = FOLDER + "/whole.log", FOLDER + "/killed.log"
    output, _ = example(whole).communicate()
    assert "best: trial" in output, output
    chance = random.Random(4)
    starts = 0
    while True:
        starts += 1
        process = example(killed)
        if starts < 6:
            # Both ends at once, in the middle of whatever they do.
            time.sleep(chance.uniform(1.5, 4))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            continue
        output, _ = process.communicate()
        assert process.returncode == 0, output
        break
    expected, found = rows(whole), rows(killed)
    assert len(found) == TRIALS + 1 and found == expected, (expected, found)
    states = [row["state"] for row in found]
    assert "pruned" in states and "done" in states, states
    print(f"scikit-learn: a search that was killed {starts - 1} times ends as one that was not, "
          f"{states.count('pruned')} of {TRIALS} trials ended early")


def check_optuna():
    path = FOLDER + "/asktell.db"
    space = "model=svm|forest svm.C=1e-2..1e2:log forest.depth=2..20:int"
    process = subprocess.Popen(
        [PROGRAM, "asktell", "--space", space, "--sampler", "random", "--export", path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(message):
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    say({"add": {"model": "svm", "svm.C": 1.5}, "value": 0.25})
    for number in range(1, 9):
        asked = say({"ask": True})
        assert asked["trial"] == number, asked
        say({"report": number, "step": 1, "value": 2.0 * number})
        say({"prune": number} if number % 4 == 0 else
            {"tell": number, "value": None if number == 3 else 1.0 / number})
    trials = say({"trials": True})["trials"]
    process.stdin.close()
    assert process.wait() == 0
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(study_name=None, storage="sqlite:///" + path)
    states = {"done": "COMPLETE", "failed": "FAIL", "pruned": "PRUNED"}
    assert len(study.trials) == len(trials) == 9
    for ours, theirs in zip(trials, study.trials):
        assert states[ours["state"]] == theirs.state.name, (ours, theirs)
        assert ours["params"].keys() == theirs.params.keys(), (ours, theirs)
        for name, value in ours["params"].items():
            assert value == theirs.params[name] or math.isclose(value, theirs.params[name])
        assert ours.get("value") == theirs.value
        reports = {report["step"]: report["value"] for report in ours.get("reports", [])}
        assert reports == theirs.intermediate_values
    assert study.best_trial.number == min(
        (t for t in trials if t["state"] == "done"), key=lambda t: t["value"])["trial"]
    print("Optuna reads the trials of asktell with what they reported on the way")


check_example()
check_optuna()
