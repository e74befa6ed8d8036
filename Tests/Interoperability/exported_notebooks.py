"""Notebooks of descent's as other programs open them: Chromium shows the page without a request, a script or
a word, nbformat finds the notebook valid and nbconvert makes a page of it, asciinema plays the film; also
where every field that comes from outside is markup, a script or controls of a terminal.

Usage: exported_notebooks.py PROGRAM FOLDER [PICTURES]
"""

import json
import re
import subprocess
import sys
import warnings

import asciinema.asciicast
import html5lib
import nbconvert
import nbformat

from chromium import Chromium

PROGRAM, FOLDER = sys.argv[1:3]
PICTURES = sys.argv[3] if len(sys.argv) > 3 else None
FORMS = ["md", "html", "ipynb", "cast", "json"]
WIDTHS = [1280, 400]

MARKUP = "<script>alert(1)</script>\"><img src=x onerror=alert(2)><a href=javascript:alert(3)>`|</td>"
CONTROLS = "\x1b[31m\x1b]0;t\x07\x08\x9b2J\u202e\u2066"
BAD = CONTROLS + MARKUP
QUOTED = '"' + BAD.replace('"', '""') + '"'
CSV = f"{QUOTED},<i>&\n" + "".join(f"{row % 7},{QUOTED if row % 2 else 'b'}\n" for row in range(60))
# No name of a file has a slash.
NAME = "<script>alert(4)<img src=x onerror=alert(5)>.csv"
DOCUMENT = f"""# {BAD}

{BAD} and `{BAD}`

- {BAD}
1. [{MARKUP}](javascript:alert(6)) ![{MARKUP}](http://127.0.0.1:9/x.png)

~~~html
{BAD}
~~~

<script>alert(7)</script>
<style>* {{ display: none }}</style>
<!-- {MARKUP}

```descent
> eval {BAD}
{BAD}
> train 2
```
"""

NOTEBOOKS = {
    "everyday": [
        "note # Moons, *by hand*", "data moons n=80", "layers 4 tanh", "train 5", "train 10", "eval",
        "confusion", "step", "explain forward", "race sgd adam epochs=5", "why", "explain momentum",
        "search random lr=1e-3..1:log units=2..8 trials=5 epochs=3", "trials", "importance", "layers",
        "set", "help", "note a list:", "note 1. one", "eval nonsense", "data load nowhere.csv",
    ],
    "stale": ["data xor n=40", "set lr 0.1", "train 5", "eval", "edit 2 set lr 0.2"],
    "typed": [
        f'data load "{FOLDER}/{NAME}" target=<i>&', "data", "layers 3", "train 2", "confusion", "eval",
        "explain forward", "step", f"zzz {MARKUP}", f"zzz {BAD}", "set lr <script>alert(8)</script>",
        "note <script>alert(10)</script>", f"note {MARKUP}", 'data load "<img src=x onerror=alert(9)>.csv"', "help <i>",
    ],
    "opened": [f'open "{FOLDER}/hostile.md"'],
    "empty": [],
}
STATUSES = {
    "everyday": {"true", "failed"}, "stale": {"true", "stale"}, "typed": {"true", "failed"},
    "opened": {"unrun"}, "empty": set(),
}


def exported(name, commands):
    """The files of a notebook, by their forms."""
    paths = {form: f"{FOLDER}/{name}.{form}" for form in FORMS}
    script = f"{FOLDER}/{name}.descent"
    with open(script, "w", encoding="utf-8") as file:
        file.write("\n".join([*commands, *(f'export "{path}"' for path in paths.values())]) + "\n")
    done = subprocess.run(
        [PROGRAM, "run", "--keep-going", "--allow-writes", "--allow-reads", script],
        capture_output=True, check=False,
    )
    assert done.returncode in (0, 1), done
    texts = {}
    for form, path in paths.items():
        with open(path, encoding="utf-8", newline="") as file:
            texts[form] = file.read()
    return paths, texts


def check_json(name, text):
    notebook = json.loads(text)
    assert notebook["type"] == "notebook" and notebook["version"] == 1
    cells = notebook["cells"]
    assert [cell["number"] for cell in cells] == list(range(1, len(cells) + 1))
    assert {cell["status"] for cell in cells} - {None} == STATUSES[name], name
    return cells


# MARK: the page

COUNT = "document.querySelectorAll({}).length"
ACTIVE = "'script, img, iframe, object, embed, link, base, form, a, template, [onerror], [onload]'"


def check_page(chromium, name, path, text, cells):
    html5lib.HTMLParser(strict=True).parse(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
    for width in WIDTHS:
        complaints = chromium.open(path, width)
        assert not complaints, (name, width, complaints)
        assert chromium.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert chromium.evaluate(COUNT.format(ACTIVE)) == 0, name
        commands = [cell for cell in cells if cell["kind"] == "command"]
        assert chromium.evaluate(COUNT.format("'.cell'")) == len(commands), name
        for status in ["stale", "failed", "unrun"]:
            expected = sum(cell["status"] == status for cell in cells)
            assert chromium.evaluate(COUNT.format(f"'.is-{status} > .remark'")) == expected, name
        if PICTURES:
            chromium.picture(f"{PICTURES}/{name}-{width}.png")
    shown = chromium.evaluate("document.body.innerText")
    for part in ["<script>alert(1)</script>", "<img src=x onerror=alert(2)>"]:
        assert (part in shown) == (name in ["typed", "opened"]), (name, part)
    check_looks(chromium, name)


def check_looks(chromium, name):
    """Dark where the reader's system is, and whole on paper."""
    colors = []
    for scheme in ["light", "dark"]:
        chromium.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        colors.append(chromium.evaluate("getComputedStyle(document.body).color"))
        if PICTURES:
            chromium.picture(f"{PICTURES}/{name}-{scheme}.png")
    assert colors[0] != colors[1], (name, colors)
    chromium.call("Emulation.setEmulatedMedia", media="print", features=[])
    hidden = "[...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth + 1).length"
    assert chromium.evaluate(hidden) == 0, name
    chromium.call("Emulation.setEmulatedMedia", media="", features=[])
    assert chromium.call("Page.printToPDF")["data"].startswith("JVBERi")


# MARK: Jupyter

def check_jupyter(chromium, name, path, cells):
    with warnings.catch_warnings():
        # Of an identity that is missing or there twice it only warns.
        warnings.simplefilter("error")
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "descent"
    for ours, theirs in zip(cells, notebook.cells, strict=True):
        assert theirs.cell_type == ("code" if ours["kind"] == "command" else "markdown")
        if ours["kind"] == "note":
            continue
        assert theirs.source == ours["source"]
        assert theirs.metadata.descent.status == ours["status"]
        if ours["status"] != "true":
            assert ours["status"] in theirs.metadata.tags and theirs.outputs[0].name == "stderr"
        for output in theirs.outputs:
            if output.output_type == "display_data":
                assert {"text/plain", "text/html"} == set(output.data)
                html5lib.HTMLParser(strict=True).parseFragment(output.data["text/html"])
    # The page without Jupyter's own scripts, which would come from elsewhere.
    page, _ = nbconvert.HTMLExporter(template_name="basic").from_notebook_node(notebook)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    active = [
        element.tag for element in tree.iter()
        if isinstance(element.tag, str) and (
            element.tag in ["script", "iframe", "object", "embed"]
            or any(name.startswith("on") for name in element.keys()))
    ]
    assert not active, (name, active)


# MARK: asciinema

OURS = re.compile(r"\x1b\[(?:0|1|2|1;32|31|32|36)m|\r\n|\t")


def check_film(name, path, cells):
    with asciinema.asciicast.open_from_url(path) as film:
        assert film.version == 2
        assert (film.v2_header["width"], film.v2_header["height"]) == (80, 24)
        events = list(film.events())
    times = [time for time, _, _ in events]
    assert times == sorted(times)
    assert sum(kind == "m" for _, kind, _ in events) == len(cells)
    assert {kind for _, kind, _ in events} <= {"o", "m"}
    for _, _, data in events:
        steering = re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", OURS.sub("", data))
        assert not steering, (name, data)
    played = subprocess.run(
        [sys.executable, "-m", "asciinema", "cat", path], capture_output=True, check=True)
    shown = OURS.sub("", played.stdout.decode())
    assert shown == OURS.sub("", "".join(data for _, kind, data in events if kind == "o"))
    for cell in cells:
        if cell["kind"] == "command" and cell["source"].isprintable():
            assert f"[{cell['number']}] descent> {cell['source']}" in shown, (name, cell["source"])


def main():
    with open(f"{FOLDER}/{NAME}", "w", encoding="utf-8") as file:
        file.write(CSV)
    with open(f"{FOLDER}/hostile.md", "w", encoding="utf-8") as file:
        file.write(DOCUMENT)
    count = 0
    with Chromium(FOLDER) as chromium:
        for name, commands in NOTEBOOKS.items():
            paths, texts = exported(name, commands)
            cells = check_json(name, texts["json"])
            check_page(chromium, name, paths["html"], texts["html"], cells)
            check_jupyter(chromium, name, paths["ipynb"], cells)
            check_film(name, paths["cast"], cells)
            count += len(cells)
    assert count > 35
    print(
        f"Chromium, nbformat {nbformat.__version__}, nbconvert {nbconvert.__version__} and asciinema "
        f"open the {count} cells of {len(NOTEBOOKS)} notebooks")


main()
