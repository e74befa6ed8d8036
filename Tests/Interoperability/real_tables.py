"""The transcripts of examples/real-tables: four real tables, from the file to answers for new rows.

Each transcript is replayed, and then its commands are run once more with the rows, answers and weights written out
after each training. scikit-learn computes anew, from these files alone, every figure that descent reports, as JSON
Lines have it and as the transcript prints it; and fits means, deviations, fill values and categories on the rows that
descent calls train, from which NumPy computes what the saved weights answer. The best trial of the search is trained
again by the script that descent gives for it, and has the value that scikit-learn finds.

Usage: real_tables.py PROGRAM FOLDER
"""

import glob
import json
import os
import shlex
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
from safetensors import safe_open
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.class_weight import compute_class_weight

import printed_figures
from sklearn_figures import calibration, confusion, figures, thresholds

PROGRAM, FOLDER = sys.argv[1:]
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "real-tables")
sys.path.insert(0, EXAMPLES)
import tables  # noqa: E402

TABLES = list(tables.TARGETS)


def same(ours, theirs, what, tolerance=1e-6):
    """Numbers, lists and dictionaries of them; nothing to divide by is null there and None here."""
    if isinstance(theirs, dict):
        assert set(theirs) <= set(ours), (what, set(theirs) - set(ours))
        for name in theirs:
            same(ours[name], theirs[name], f"{what}, {name}", tolerance)
    elif isinstance(theirs, (list, tuple)):
        assert len(ours) == len(theirs), (what, ours, theirs)
        for index, (a, b) in enumerate(zip(ours, theirs)):
            same(a, b, f"{what} {index}", tolerance)
    elif theirs is None or isinstance(theirs, str):
        assert ours == theirs, (what, ours, theirs)
    else:
        assert ours is not None and abs(ours - theirs) <= tolerance * max(1, abs(theirs)), (what, ours, theirs)


def read(path):
    """As descent reads it: a gap is what is empty or NA, and no name of a category is a gap."""
    return pd.read_csv(path, keep_default_na=False, na_values=["", "NA"])


def commands(path):
    """The transcript's commands, each with the lines printed under it; those of a block that must fail are left out."""
    found, inside = [], False
    for line in open(path, encoding="utf-8").read().split("\n"):
        if line.startswith("```"):
            inside = line == "```descent"
        elif inside and line.startswith("> "):
            found.append((line[2:], []))
        elif inside:
            found[-1][1].append(line)
    return found


class State:
    """What a training left: its rows' parts, the answers for all rows of the table and the weights."""

    def __init__(self, name, network, data):
        self.data, self.target = data, data["target"]
        self.log = data["target_transform"] == "log"
        self.classes = [entry["name"] for entry in data["classes"]]
        table = read(f"{name}.csv")
        parts, self.answers = (read(f"{kind}_of_{network}.csv") for kind in ("parts", "answers"))
        assert len(self.answers) == len(table)
        # Lines of the file are counted from 1, and the first is the header.
        self.rows = {part: parts.line[parts.part == part].to_numpy() - 2 for part in ("train", "test")}
        assert len(self.rows["train"]) == data["training_rows"] and len(self.rows["test"]) == data["test_rows"]
        assert not set(self.rows["train"]) & set(self.rows["test"])
        self.inputs = table[[column["name"] for column in data["columns"]]]
        self.truth = table[self.target]
        with safe_open(network, "np") as file:
            self.said = file.metadata()
            # By name: layers.0.bias, layers.0.weight, layers.1.bias and so on.
            names = sorted(key for key in file.keys() if key.startswith("layers."))
            self.weights = [file.get_tensor(key).astype(float) for key in names]
        self.prepared = json.loads(self.said["preparation"])

    def scale(self):
        """Mean and standard deviation of the target's training rows, by the logarithm where that is learned."""
        values = self.truth[self.rows["train"]].to_numpy(float)
        scaler = StandardScaler().fit((np.log(values) if self.log else values)[:, None])
        return scaler.mean_[0], scaler.scale_[0]

    def check_preparation(self):
        """Fitted by scikit-learn on the training rows; gives all rows as the network sees them."""
        train, blocks = self.rows["train"], []
        for column in self.prepared["columns"]:
            values = self.inputs[[column["name"]]]
            if column["kind"] == "number":
                imputer = SimpleImputer().fit(values.iloc[train])
                scaler = StandardScaler().fit(imputer.transform(values.iloc[train]))
                ours = [column["fill"], column["mean"], column["deviation"]]
                theirs = [imputer.statistics_[0], scaler.mean_[0], scaler.scale_[0]]
                blocks.append(scaler.transform(imputer.transform(values)))
            else:
                values = values.astype(object).where(values.notna(), np.nan)
                imputer = SimpleImputer(strategy="most_frequent").fit(values.iloc[train])
                encoder = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
                encoder.fit(imputer.transform(values.iloc[train]))
                ours = [column["fill"], *column["categories"]]
                theirs = [imputer.statistics_[0], *encoder.categories_[0]]
                blocks.append(encoder.transform(imputer.transform(values)))
            same(ours, theirs, f"the preparation of {column['name']}", 1e-9)
        if not self.classes:
            same([self.data["target_mean"], self.data["target_sd"]], self.scale(), "the target's scale", 1e-9)
        return np.hstack(blocks)

    def check_answers(self):
        """What the weights answer for the prepared rows; each answer is the likeliest class."""
        values, last = self.check_preparation(), len(self.weights) // 2 - 1
        for layer in range(last + 1):
            bias, weight = self.weights[2 * layer: 2 * layer + 2]
            values = values @ weight.T + bias
            if layer < last:
                activation = self.said["activations"].split()[layer]
                values = {"tanh": np.tanh, "relu": lambda sums: np.maximum(sums, 0)}[activation](values)
        if not self.classes:
            mean, deviation = self.scale()
            values = values[:, 0] * deviation + mean
            given = self.answers["predicted_" + self.target].to_numpy(float)
            same(given.tolist(), (np.exp(values) if self.log else values).tolist(), "answers", 2e-5)
            return
        if values.shape[1] == 1:
            values = np.hstack([np.zeros_like(values), values])
        values = np.exp(values - values.max(1, keepdims=True))
        probabilities = self.probabilities()
        same(probabilities.tolist(), (values / values.sum(1, keepdims=True)).tolist(), "probabilities", 1e-5)
        same(probabilities.sum(1).tolist(), [1.0] * len(probabilities), "the sum of a row's probabilities")
        likeliest = np.array(self.classes)[probabilities.argmax(1)]
        assert (likeliest == self.answers["predicted_" + self.target]).all()

    def probabilities(self, answers=None):
        answers = self.answers if answers is None else answers
        return answers[["probability_" + name for name in self.classes]].to_numpy(float)

    def figures(self, rows=None, answers=None):
        """By scikit-learn, of the rows given by number or of a file of new rows whose target is known."""
        truth, given = self.truth, self.answers
        if answers is not None:
            given = answers[answers[self.target].notna()]
            truth, rows = given[self.target], np.arange(len(given))
        truth = truth.iloc[rows].to_numpy()
        if self.classes:
            return figures(self.classes, truth, self.probabilities(given)[rows])
        return figures(None, truth.astype(float), given["predicted_" + self.target].to_numpy(float)[rows])

    def data_loss(self, part):
        """What is trained on: weighted log loss, or squared error in the target's standardized unit."""
        rows = self.rows[part]
        truth = self.truth.iloc[rows].to_numpy()
        if self.classes:
            index = np.array([self.classes.index(name) for name in truth])
            losses = -np.log(self.probabilities()[rows, index])
            if self.said["setting.class_weight"] == "balanced":
                losses *= compute_class_weight(
                    "balanced", classes=np.array(self.classes), y=self.truth.iloc[self.rows["train"]])[index]
            return losses.mean()
        given = self.answers["predicted_" + self.target].to_numpy(float)[rows]
        pair = [np.log(values) if self.log else values for values in (given, truth.astype(float))]
        return ((pair[0] - pair[1]) ** 2).mean() / self.scale()[1] ** 2

    def check_evaluation(self, event):
        l2 = 0.5 * float(self.said["setting.l2"]) * sum((w ** 2).sum() for w in self.weights)
        expected = {"l2_penalty": l2, "data_loss": self.data_loss("train"), "loss": l2 + self.data_loss("train"),
                    "test_data_loss": self.data_loss("test"), "test_loss": l2 + self.data_loss("test")}
        for part in ("train", "test"):
            found = self.figures(self.rows[part])
            if self.log:  # `eval` tells R² of what is learned, the logarithm.
                found["r2"] = 1 - self.data_loss(part) * self.scale()[1] ** 2 / np.log(
                    self.truth.iloc[self.rows[part]].to_numpy(float)).var()
            expected.update({f"{part}_{name}": value for name, value in found.items()})
        same(event, expected, "eval")
        return len(expected)

    def check_confusion(self, event):
        rows = self.rows["test"]
        truth, probabilities = self.truth.iloc[rows].to_numpy(), self.probabilities()[rows]
        expected = confusion(self.classes, truth, probabilities, event.get("threshold"))
        if len(self.classes) == 2:
            expected["thresholds"] = thresholds(
                self.classes, truth, probabilities, [entry["threshold"] for entry in event["thresholds"]])
        same(event, expected, "confusion")

    def check_calibration(self, event):
        rows = self.rows["test"]
        expected = calibration(self.classes, self.truth.iloc[rows].to_numpy(), self.probabilities()[rows])
        same(event, expected, "calibration")


def run(name, lines):
    """The events of a script of these commands."""
    with open(f"{name}.descent", "w") as file:
        file.write("\n".join(lines) + "\n")
    done = subprocess.run(
        [PROGRAM, "--format", "jsonl", "--allow-writes", "run", f"{name}.descent"],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def written_out(name, commands, network):
    """The commands with what tells everything about the network after each training, and answers always to a file."""
    lines, number = [], 0
    for command in commands:
        words = shlex.split(command)
        if words[0] == "predict":
            command = f"predict {words[1]} to=answered_{words[1]}"
        lines.append(command)
        if words[0] == "train":
            file = f"{network}_{number}.safetensors"
            lines += [f"predict {name}.csv to=answers_of_{file}.csv", f"data export parts_of_{file}.csv",
                      f"model save {file}"]
            number += 1
    return lines


def check_table(name):
    transcript = commands(f"{name}.md")
    events = run(name, written_out(name, [command for command, _ in transcript], name))
    state, data, undoable, checked, judged, printed = None, None, [], 0, 0, []
    for event in events:
        kind = event["type"]
        if kind == "command":
            words = shlex.split(event["text"])
            if words[0] == "undo":
                for _ in range(int(words[1])):
                    data, state = undoable.pop()
            elif words[:2] != ["data", "export"] and words[0] in ("data", "train", "reset", "set"):
                undoable.append((data, state))
        elif kind == "data":
            data = event
        elif kind == "model_saved":
            state = State(name, event["file"], data)
            state.check_answers()
        elif kind == "evaluation":
            checked += state.check_evaluation(event)
            printed.append(event)
        elif kind == "confusion":
            state.check_confusion(event)
            printed.append(event)
        elif kind == "calibration":
            state.check_calibration(event)
            printed.append(event)
        elif kind == "file_prediction" and event["file"] != f"{name}.csv":
            answers = read(event["output"])
            assert len(answers) == event["rows"] and not event["unanswered"]
            if event["file"].startswith("known_"):
                found = state.figures(answers=answers)
                same(event["figures"], found, "predict")
                judged, checked = event["judged_rows"], checked + len(found)
                assert judged == answers[state.target].notna().sum()
            printed.append(event)
    check_new_rows(name, state)
    check_winner(name, transcript, next(event for event in events if event["type"] == "search_ended"))
    numbers = printed_figures.check(transcript, printed)
    print(f"{name}: scikit-learn finds the same {checked} figures on the same rows ({judged} of them new), "
          f"{numbers} numbers as they are printed")


def check_new_rows(name, state):
    """Rows without their target are answered as the same rows with it, and stand in the file as they came."""
    new, known = read(f"answered_new_{name}.csv"), read(f"answered_known_{name}.csv")
    assert state.target not in new.columns
    pd.testing.assert_frame_equal(new, known[new.columns])
    source = read(f"new_{name}.csv")
    pd.testing.assert_frame_equal(source, new[source.columns])


def check_winner(name, transcript, search):
    """In the script of a trial the rows that judged it are the test rows."""
    lines = [command for command, _ in transcript]
    until = next(index for index, line in enumerate(lines) if line.startswith("search"))
    trial = run(name, lines[:until + 1] + [f"trial {search['best']['trial']}"])[-2]
    events = run(name, written_out(name, trial["script"], f"winner_{name}"))
    data = [event for event in events if event["type"] == "data"][-1]
    state = State(name, f"winner_{name}_0.safetensors", data)
    state.check_answers()
    measure = "auc" if "measure=auc" in lines[until] else None
    found = state.figures(state.rows["test"])[measure] if measure else state.data_loss("test")
    same(search["best"]["value"], found, "the best trial")


def main():
    os.makedirs(FOLDER + "/real-tables")
    os.chdir(FOLDER + "/real-tables")
    tables.make(".")
    for path in glob.glob(EXAMPLES + "/*.md"):
        shutil.copy(path, ".")
    transcripts = [f"{name}.md" for name in TABLES]
    done = subprocess.run(
        [PROGRAM, "--allow-writes", "replay", *transcripts], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in TABLES:
        check_table(name)


main()
