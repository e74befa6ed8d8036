"""Mortgages in Optuna and scikit-learn: from train.csv to answers for new.csv, with the seed given."""

import sys

import optuna
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

seed = int(sys.argv[1])
train, new = pd.read_csv("train.csv"), pd.read_csv("new.csv")
train = train.drop(columns=["rownames", "afam"])
target = train.pop("deny")
prepare = make_column_transformer(
    (StandardScaler(), make_column_selector(dtype_include="number")),
    (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
)
fitting, judging, fitting_target, judging_target = train_test_split(
    train, target, test_size=0.25, stratify=target, random_state=seed)


def model(epochs, lr, units, alpha):
    network = MLPClassifier(
        activation="tanh", batch_size=10, tol=0, n_iter_no_change=1000, random_state=seed,
        max_iter=epochs, learning_rate_init=lr, hidden_layer_sizes=(units,), alpha=alpha)
    return make_pipeline(prepare, network)


def objective(trial):
    found = model(
        epochs=trial.suggest_int("epochs", 5, 40),
        lr=trial.suggest_float("lr", 3e-4, 0.03, log=True),
        units=trial.suggest_int("units", 4, 64),
        alpha=trial.suggest_float("alpha", 1e-4, 1, log=True))
    found.fit(fitting, fitting_target)
    return roc_auc_score(judging_target == "yes", found.predict_proba(judging)[:, 1])


optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed), direction="maximize")
study.optimize(objective, n_trials=20)
best = model(**study.best_params).fit(train, target)
new["predicted_deny"] = best.predict(new)
names = ["probability_" + name for name in best.classes_]
new[names] = best.predict_proba(new)
new.to_csv("answers.csv", index=False)
