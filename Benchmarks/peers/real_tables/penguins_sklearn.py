"""Penguins in scikit-learn: from train.csv to answers for new.csv, with the seed given."""

import sys

import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import RandomizedSearchCV, StratifiedShuffleSplit
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

seed = int(sys.argv[1])
train, new = pd.read_csv("train.csv"), pd.read_csv("new.csv")
target = train.pop("species")
prepare = make_column_transformer(
    (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
    (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
     make_column_selector(dtype_exclude="number")),
)
network = MLPClassifier(
    activation="tanh", batch_size=10, tol=0, n_iter_no_change=1000, random_state=seed)
model = make_pipeline(prepare, network)
space = {
    "mlpclassifier__max_iter": randint(10, 101),
    "mlpclassifier__learning_rate_init": loguniform(3e-4, 0.03),
    "mlpclassifier__hidden_layer_sizes": [(units,) for units in range(4, 65)],
    "mlpclassifier__alpha": loguniform(1e-4, 1),
}
search = RandomizedSearchCV(
    model, space, n_iter=20, cv=StratifiedShuffleSplit(1, test_size=0.25, random_state=seed),
    scoring="neg_log_loss", random_state=seed)
search.fit(train, target)
new["predicted_species"] = search.predict(new)
names = ["probability_" + name for name in search.classes_]
new[names] = search.predict_proba(new)
new.to_csv("answers.csv", index=False)
