"""A search of descent's, exported, as Optuna and optuna-dashboard see it: the trials that descent
printed, with the same parameters and values.

Usage: optuna_studies.py PROGRAM FOLDER
"""

import json
import math
import socket
import subprocess
import sys
import time
import urllib.request

import optuna

from descent_program import run

PROGRAM, FOLDER = sys.argv[1:]
STUDY = FOLDER + "/study.db"
ADDRESS = "127.0.0.1"


def same(ours, theirs):
    return ours == theirs or math.isclose(float(ours), float(theirs), rel_tol=1e-12)


def searched():
    events = run(
        PROGRAM, "data iris", "layer 8",
        "search bayes trials=10 epochs=3 lr=1e-3..1:log units=2..32:log optimizer=sgd|adam",
        "search export " + STUDY,
    )
    return sorted((e for e in events if e["type"] == "trial"), key=lambda e: e["trial"])


def check_optuna(trials):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(study_name=None, storage="sqlite:///" + STUDY)
    assert study.direction.name == "MINIMIZE" and len(study.trials) == len(trials) == 10
    for ours, theirs in zip(trials, study.trials):
        assert ours["trial"] == theirs.number and same(ours["value"], theirs.value)
        assert set(ours["params"]) == set(theirs.params)
        for name, value in theirs.params.items():
            assert same(ours["params"][name], value), (name, ours, value)
    best = min(trials, key=lambda trial: trial["value"])
    assert study.best_trial.number == best["trial"]
    # It is a study that can be gone on with.
    study.optimize(lambda trial: trial.suggest_float("lr", 1e-3, 1, log=True), n_trials=1)
    assert len(study.trials) == 11
    print(f"Optuna {optuna.__version__} reads the 10 trials and goes on with the study")


def free_port():
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]


def get(port, path):
    with urllib.request.urlopen(f"http://{ADDRESS}:{port}{path}", timeout=10) as answer:
        return answer.read()


def check_dashboard(trials):
    port = free_port()
    dashboard = subprocess.Popen(
        [sys.executable, "-m", "optuna_dashboard._cli", "sqlite:///" + STUDY,
         "--host", ADDRESS, "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(120):
            try:
                studies = json.loads(get(port, "/api/studies"))
                break
            except OSError:
                assert dashboard.poll() is None, "optuna-dashboard ended"
                time.sleep(0.5)
        (study,) = studies["study_summaries"]
        shown = json.loads(get(port, f"/api/studies/{study['study_id']}?after=0"))["trials"]
        # Optuna has added one of its own meanwhile.
        assert len(shown) == len(trials) + 1
        for ours, theirs in zip(trials, sorted(shown, key=lambda trial: trial["number"])):
            assert same(ours["value"], theirs["values"][0]), (ours, theirs)
        assert b"<html" in get(port, "/dashboard/").lower()
    finally:
        dashboard.terminate()
        dashboard.wait(10)
    print("optuna-dashboard shows the same values")


finished = searched()
check_optuna(finished)
check_dashboard(finished)
