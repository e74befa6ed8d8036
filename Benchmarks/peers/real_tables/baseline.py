"""What a table gives without a network and without tuning: python baseline.py TABLE linear|trees."""

import sys

import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

table, kind = sys.argv[1:]
target_name, dropped = {
    "penguins": ("species", []),
    "cars": ("Miles_per_Gallon", ["Name"]),
    "mortgages": ("deny", ["rownames", "afam"]),
    "diamonds": ("price", ["rownames", "x", "y", "z"]),
}[table]
train, new = pd.read_csv("train.csv").drop(columns=dropped), pd.read_csv("new.csv")
target = train.pop(target_name)
prepare = make_column_transformer(
    (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
    (make_pipeline(SimpleImputer(strategy="most_frequent"),
                   OneHotEncoder(handle_unknown="ignore", sparse_output=False)),
     make_column_selector(dtype_exclude="number")),
)
models = {
    "linear": (LogisticRegression(max_iter=1000), Ridge()),
    "trees": (HistGradientBoostingClassifier(random_state=1), HistGradientBoostingRegressor(random_state=1)),
}
numeric = table in ("cars", "diamonds")
model = make_pipeline(prepare, models[kind][numeric])
if table == "diamonds":
    model = TransformedTargetRegressor(model, func=np.log, inverse_func=np.exp)
model.fit(train, target)
new["predicted_" + target_name] = model.predict(new)
if not numeric:
    new[["probability_" + name for name in model.classes_]] = model.predict_proba(new)
new.to_csv("answers.csv", index=False)
