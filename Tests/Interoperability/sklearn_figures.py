"""The figures that descent reports, computed by scikit-learn from true values and answers."""

import warnings

import numpy as np
from sklearn import metrics


def figures(classes, truth, answers):
    """What `eval` and `predict` tell; of classes, answers are a row's probabilities, else numbers."""
    if classes is None:
        return {"r2": metrics.r2_score(truth, answers), "mae": metrics.mean_absolute_error(truth, answers),
                "rmse": metrics.root_mean_squared_error(truth, answers)}
    predicted = np.array(classes)[answers.argmax(1)]
    found = {
        "accuracy": metrics.accuracy_score(truth, predicted),
        "log_loss": metrics.log_loss(truth, answers / answers.sum(1, keepdims=True), labels=classes),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, predicted),
        "macro_f1": metrics.f1_score(truth, predicted, average="macro", labels=classes),
    }
    if len(classes) == 2:
        second = truth == classes[1]
        found["f1"] = metrics.f1_score(truth, predicted, pos_label=classes[1])
        found["auc"] = metrics.roc_auc_score(second, answers[:, 1])
        found["average_precision"] = metrics.average_precision_score(second, answers[:, 1])
    return found


def scored(truth, predicted, labels):
    """Precision, recall, F1 and rows of each label; what is divided by nothing is None."""
    found = metrics.precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=np.nan)
    return [
        dict(zip(("precision", "recall", "f1", "support"), (None if np.isnan(v) else float(v) for v in values)))
        for values in zip(*found)
    ]


def confusion(classes, truth, probabilities, threshold=None):
    predicted = np.array(classes)[probabilities.argmax(1)]
    if threshold is not None:
        predicted = np.where(probabilities[:, 1] >= threshold, classes[1], classes[0])
    # A class that nothing is taken for counts 0 in the mean, as it does in descent, and scikit-learn would warn.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        macro = metrics.precision_recall_fscore_support(
            truth, predicted, labels=classes, average="macro", zero_division=0)
    return {
        "counts": metrics.confusion_matrix(truth, predicted, labels=classes).tolist(),
        "scores": scored(truth, predicted, classes),
        "macro_average": dict(zip(("precision", "recall", "f1"), map(float, macro[:3]))),
        "accuracy": metrics.accuracy_score(truth, predicted),
    }


def thresholds(classes, truth, probabilities, values):
    found = []
    for value in values:
        predicted = np.where(probabilities[:, 1] >= value, classes[1], classes[0])
        scores = scored(truth, predicted, [classes[1]])[0]
        scores.pop("support")
        found.append({"threshold": value, "predicted": int((predicted == classes[1]).sum()), **scores})
    return found


def calibration(classes, truth, probabilities):
    """Ten groups by probability, each with its upper end: of two classes of the second, else of the likeliest."""
    if len(classes) == 2:
        said, true = probabilities[:, 1], truth == classes[1]
    else:
        said, true = probabilities.max(1), np.array(classes)[probabilities.argmax(1)] == truth
    group = np.clip(np.ceil(said * 10).astype(int) - 1, 0, 9)
    bins, error = [], 0.0
    for number in range(10):
        rows = group == number
        entry = {"rows": int(rows.sum()), "predicted": None, "observed": None, "standard_error": None}
        if rows.any():
            share = float(true[rows].mean())
            entry["predicted"], entry["observed"] = float(said[rows].mean()), share
            if 0 < share < 1:
                entry["standard_error"] = (share * (1 - share) / rows.sum()) ** 0.5
            error += rows.mean() * abs(entry["predicted"] - share)
        bins.append(entry)
    return {"bins": bins, "expected_calibration_error": error}
