"""Real tables in descent, in scikit-learn and in Optuna: quality, time and what has to be written.

    .build/peers/bin/python Benchmarks/peers/real_tables.py --program .build/release/descent

For each seed descent divides a table, says by `data export` which rows train, and everyone gets the same two files:
train.csv with these rows, and new.csv with the test rows and the new rows of examples/real-tables, without the target.
Every program tunes a network by 20 trials, each trained with Adam on three quarters of train.csv and judged by the
rest, trains the best settings on all of train.csv and writes answers.csv. These are judged here by scikit-learn. Each is
a process of its own with one thread; loading Python's packages counts, as it does for whoever waits. Lines are those of
the script that are neither empty nor comments nor its first words in quotes; none is longer than 110 characters.
Printed are medians over the seeds, in brackets the lowest and the highest.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, "real_tables")
EXAMPLES = os.path.join(HERE, "..", "..", "examples", "real-tables")
sys.path.insert(0, EXAMPLES)

import pandas as pd  # noqa: E402
import sklearn.metrics as metrics  # noqa: E402

import tables  # noqa: E402

# How the transcripts load each table, for the division; and the names of the figures.
LOADED = {"penguins": "missing=mean", "cars": "missing=mean drop=Name", "mortgages": "drop=rownames,afam",
          "diamonds": "drop=rownames,x,y,z"}
FIGURES = {"penguins": ("accuracy", "log loss"), "cars": ("MAE", "RMSE"), "mortgages": ("AUC", "average precision"),
           "diamonds": ("MAE", "RMSE")}
DIGITS = {"penguins": 3, "cars": 2, "mortgages": 3, "diamonds": 0}
PROGRAMS = {
    "descent, random": ("descent", "random"),
    "descent, tpe": ("descent", "tpe"),
    "descent, bayes": ("descent", "bayes"),
    "scikit-learn, RandomizedSearchCV": ("sklearn", None),
    "Optuna, TPE": ("optuna", None),
    "no network: linear": ("baseline", "linear"),
    "no network: boosted trees": ("baseline", "trees"),
}


def divide(table, seed, program, folder):
    """Writes train.csv and new.csv; gives the targets of new.csv, empty where nobody knows them."""
    target = tables.TARGETS[table]
    subprocess.run(
        [program, "--seed", str(seed), "-c",
         f"data load {table}.csv target={target} {LOADED[table]}; data export parts_{seed}.csv"],
        cwd=folder, check=True, capture_output=True)
    # Everything as text: a file is divided here, not read.
    rows, known = (pd.read_csv(f"{folder}/{prefix}{table}.csv", dtype=str, keep_default_na=False)
                   for prefix in ("", "known_"))
    parts = pd.read_csv(f"{folder}/parts_{seed}.csv")
    of_part = {part: rows.iloc[parts.line[parts.part == part] - 2] for part in ("train", "test")}
    new = pd.concat([of_part["test"], known])
    of_part["train"].to_csv(folder + "/train.csv", index=False)
    new.drop(columns=target).to_csv(folder + "/new.csv", index=False)
    return new[target].reset_index(drop=True)


def command(kind, variant, table, seed, program, folder):
    if kind != "descent":
        arguments = [table, variant] if kind == "baseline" else [str(seed)]
        script = "baseline.py" if kind == "baseline" else f"{table}_{kind}.py"
        return [sys.executable, os.path.join(SCRIPTS, script), *arguments]
    with open(os.path.join(SCRIPTS, table + ".descent")) as file:
        text = file.read().replace("search random", "search " + variant)
    with open(folder + "/script.descent", "w") as file:
        file.write(text)
    return [program, "--seed", str(seed), "--threads", "1", "--allow-writes", "run", "script.descent"]


def timed(words, folder):
    """Runs to the end; wall and processor seconds."""
    start = time.perf_counter()
    with open(folder + "/said", "w+") as said:
        process = subprocess.Popen(words, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        assert process.returncode == 0, (words, said.read()[-2000:])
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def judged(table, truth, answers):
    predicted = answers["predicted_" + tables.TARGETS[table]]
    if FIGURES[table] == ("MAE", "RMSE"):
        known = truth != ""
        truth, predicted = truth[known].astype(float), predicted[known]
        return metrics.mean_absolute_error(truth, predicted), metrics.root_mean_squared_error(truth, predicted)
    classes = sorted(set(truth))
    probabilities = answers[["probability_" + name for name in classes]]
    if table == "penguins":
        return metrics.accuracy_score(truth, predicted), metrics.log_loss(
            truth, probabilities.div(probabilities.sum(axis=1), axis=0), labels=classes)
    denied = truth == classes[1]
    return (metrics.roc_auc_score(denied, probabilities.iloc[:, 1]),
            metrics.average_precision_score(denied, probabilities.iloc[:, 1]))


def size(table, kind):
    """Lines and characters of a script, by the rule above."""
    if kind == "baseline":
        return "–", "–"
    path = os.path.join(SCRIPTS, f"{table}.descent" if kind == "descent" else f"{table}_{kind}.py")
    with open(path) as file:
        lines = [line.strip() for line in file]
    lines = [line for line in lines if line and not line.startswith(("#", '"""'))]
    return len(lines), sum(map(len, lines))


def shown(values, digits):
    middle = f"{statistics.median(values):.{digits}f}"
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})" if len(values) > 1 else middle


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tables", nargs="*", default=list(FIGURES))
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESCENT_HOME"] = folder + "/home"
        tables.make(folder, options.tables)
        for table in options.tables:
            found = {name: [] for name in PROGRAMS}
            for seed in range(1, options.seeds + 1):
                truth = divide(table, seed, program, folder)
                # In turns, so that a busy minute meets them all.
                for name, (kind, variant) in PROGRAMS.items():
                    if os.path.exists(folder + "/answers.csv"):
                        os.remove(folder + "/answers.csv")
                    seconds = timed(command(kind, variant, table, seed, program, folder), folder)
                    answers = pd.read_csv(folder + "/answers.csv")
                    assert len(answers) == len(truth)
                    found[name].append((*judged(table, truth, answers), *seconds))
            print(f"\n| {table} | {' | '.join(FIGURES[table])} | wall s | processor s | lines | characters |")
            print("|---|---|---|---|---|---|---|")
            for name, runs in found.items():
                columns = list(zip(*runs))
                cells = [shown(column, DIGITS[table]) for column in columns[:2]]
                cells += [f"{statistics.median(column):.2f}" for column in columns[2:]]
                print(f"| {name} | {' | '.join(cells)} | {' | '.join(map(str, size(table, PROGRAMS[name][0])))} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
