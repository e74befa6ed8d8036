"""Diamonds in Optuna and scikit-learn: from train.csv to answers for new.csv, with the seed given."""

import sys

import numpy as np
import optuna
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.metrics import mean_squared_log_error
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

seed = int(sys.argv[1])
train, new = pd.read_csv("train.csv"), pd.read_csv("new.csv")
train = train.drop(columns=["rownames", "x", "y", "z"])
target = train.pop("price")
prepare = make_column_transformer(
    (StandardScaler(), make_column_selector(dtype_include="number")),
    (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
)
logarithm = make_pipeline(FunctionTransformer(np.log, inverse_func=np.exp), StandardScaler())
fitting, judging, fitting_target, judging_target = train_test_split(
    train, target, test_size=0.25, random_state=seed)


def model(epochs, lr, units, layers):
    network = MLPRegressor(
        batch_size=128, alpha=0, max_iter=epochs, tol=0, n_iter_no_change=1000, random_state=seed,
        learning_rate_init=lr, hidden_layer_sizes=layers * (units,))
    return TransformedTargetRegressor(make_pipeline(prepare, network), transformer=logarithm)


def objective(trial):
    found = model(
        epochs=5,
        lr=trial.suggest_float("lr", 3e-4, 0.03, log=True),
        units=trial.suggest_int("units", 4, 64),
        layers=trial.suggest_int("layers", 1, 2))
    found.fit(fitting, fitting_target)
    return mean_squared_log_error(judging_target, found.predict(judging))


optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
study.optimize(objective, n_trials=20)
best = model(epochs=20, **study.best_params).fit(train, target)
new["predicted_price"] = best.predict(new)
new.to_csv("answers.csv", index=False)
