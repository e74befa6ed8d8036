"""Compares what a transcript prints with what JSON Lines say, number by number, to the last digit that is printed."""

import re

LABELS = {
    "accuracy": "accuracy", "log loss": "log_loss", "balanced accuracy": "balanced_accuracy", "macro F1": "macro_f1",
    "F1": "f1", "AUC": "auc", "average precision": "average_precision", "R²": "r2", "MAE": "mae", "RMSE": "rmse",
}
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?%?|(?<=\s)-(?=\s|$)")


def agrees(token, value):
    if token == "-" or value is None:
        return (token == "-") == (value is None)
    share = token.endswith("%")
    mantissa, _, exponent = token.rstrip("%").partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    if share:
        value *= 100
    return abs(float(token.rstrip("%")) - value) <= unit * (0.5 + 1e-6)


def compare(lines, values, what):
    tokens = [token for line in lines for token in NUMBER.findall(line)]
    assert len(tokens) == len(values), (what, tokens, values)
    for token, value in zip(tokens, values):
        assert agrees(token, value), (what, token, value)
    return len(tokens)


def labelled(lines, value_of, what):
    """Lines such as `accuracy  99.6%  98.7%`; every figure that has a label is expected to stand there at most once."""
    count = 0
    for line in lines:
        match = re.match(r"  ([^\d\s]\S*(?: \S+)*?)\s{2,}(-?\d.*|-.*)$", line)
        if match and value_of(match[1]) is not None:
            count += compare([" " + match[2]], value_of(match[1]), f"{what}, {match[1]}")
    return count


def evaluation(lines, event):
    def value_of(label):
        if label in LABELS:
            return [event[part + LABELS[label]] for part in ("train_", "test_")]
        return {"loss": [event["loss"], event["test_loss"]], "L2 penalty": [event["l2_penalty"]] * 2,
                "data loss": [event["data_loss"], event["test_data_loss"]]}.get(label)

    return labelled(lines, value_of, "eval")


def prediction(lines, event):
    known = event.get("figures", {})
    return labelled(
        lines, lambda label: [known[LABELS[label]]] if LABELS.get(label) in known else None, "predict")


def scores(entry):
    return [entry["precision"], entry["recall"], entry["f1"]]


def confusion(lines, event):
    classes = len(event["classes"])
    count = compare(lines[2: 2 + classes], [n for row in event["counts"] for n in row], "confusion")
    values = [v for entry in event["scores"] for v in [entry["support"], *scores(entry)]]
    values += [event["macro_average"]["support"], *scores(event["macro_average"])]
    count += compare(lines[3 + classes: 4 + 2 * classes], values, "scores")
    right = sum(event["counts"][i][i] for i in range(classes))
    rows = event["macro_average"]["support"]
    count += compare([lines[4 + 2 * classes]], [event["accuracy"], right, rows], "accuracy")
    if classes == 2:
        values = [v for entry in event["thresholds"] for v in [entry["threshold"], entry["predicted"], *scores(entry)]]
        count += compare(lines[11: 11 + len(event["thresholds"])], values, "thresholds")
    return count


def calibration(lines, event):
    filled = [entry for entry in event["bins"] if entry["rows"]]
    values = [entry[name] for entry in filled for name in ("predicted", "observed", "standard_error", "rows")]
    # The bounds stand before the first column, as 10–20%.
    rows = [re.sub(r"^\s*\d+–\d+%", "", line) for line in lines[2: 2 + len(filled)]]
    count = compare(rows, values, "calibration")
    values = [100 * event["expected_calibration_error"], sum(entry["rows"] for entry in filled)]
    return count + compare([" ".join(lines[2 + len(filled):])], values, "calibration error")


READERS = {"eval": evaluation, "confusion": confusion, "calibration": calibration, "predict": prediction}


def check(transcript, events):
    """How many numbers agree; the events are those of the transcript's commands with figures, in their order."""
    said = [(command, lines) for command, lines in transcript if command.split()[0] in READERS]
    assert len(said) == len(events), (len(said), len(events))
    count = 0
    for (command, lines), event in zip(said, events):
        found = READERS[command.split()[0]](lines, event)
        assert found or command.startswith("predict new"), command
        count += found
    return count
