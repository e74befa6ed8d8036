"""Loads a study with Optuna itself and prints what it found, numbers by their bits, one trial a line.

python3 optuna_study.py FILE
"""
import struct
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def bits(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return format(struct.unpack("<Q", struct.pack("<d", float(value) + 0.0))[0], "x")


study = optuna.load_study(study_name=None, storage="sqlite:///" + sys.argv[1])
print(study.study_name, study.direction.name, study.user_attrs["descent:layers"], sep=" | ")
names = sorted({name for trial in study.trials for name in trial.params})
for name in names:
    print(name, next(t.distributions[name] for t in study.trials if name in t.params), sep=" | ")
for trial in study.trials:
    for name, value in trial.params.items():
        assert trial.distributions[name]._contains(trial.distributions[name].to_internal_repr(value))
    parts = [str(trial.number), trial.state.name]
    parts.append("-" if trial.value is None else bits(trial.value))
    parts += [name + "=" + bits(trial.params[name]) for name in sorted(trial.params)]
    parts += [f"{step}:{bits(value)}" for step, value in sorted(trial.intermediate_values.items())]
    parts.append(bits(trial.user_attrs["accuracy"]))
    parts.append(trial.user_attrs["descent:state"])
    print(" ".join(parts))
study.add_trial(optuna.trial.create_trial(state=optuna.trial.TrialState.FAIL))
