"""The blocks of what commands say, as HTML: Chromium opens them without a word of complaint and without
asking for anything else, html5lib finds every element in its place, and the page reads as the same
numbers in the same order as a terminal's text.

Usage: html_pages.py BLOCKS FOLDER [PICTURES]
"""

import collections
import glob
import html
import json
import os
import re
import subprocess
import sys

import html5lib

from chromium import Chromium

WRITER, FOLDER = sys.argv[1:3]
PICTURES = sys.argv[3] if len(sys.argv) > 3 else None
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\b(?:inf|nan)\b")
# Of a picture its caption is compared: how many ticks there are is a matter of its size.
SHOWN = """
document.querySelectorAll('.picture').forEach(picture => picture.remove());
[...document.querySelectorAll('.block')].map(block => block.innerText)
"""
HIDDEN_BARS = """
[...document.querySelectorAll('.bar')]
  .filter(bar => parseFloat(bar.style.width) > 5 && bar.offsetWidth < 2).length
"""
# A projector, and a telephone.
WIDTHS = [1280, 400]

HOSTILE = "a\x1bb,`q`,<i>&\n" + "".join(
    f'{row % 7},{row % 5},"{row % 2}\x07<script>|*</td>"\n' for row in range(90))
OPTIMIZERS = "gd sgd momentum nesterov adagrad rmsprop adam adamw amsgrad lion".split()

# What strains a page, besides the shipped documents.
STRAINS = {
    "steps": ["data circle n=60", "layer 3 tanh", "set l1 0.01", "set l2 0.001", "set schedule cosine"]
    + [line for name in OPTIMIZERS for line in [f"set optimizer {name}", "step", "step 3"]]
    + [
        "set optimizer sgd", "set l1mode proximal", "set clip 0.01", "step", "set lr 1e30", "step 4",
        "train 5",
    ],
    "passes": [
        "data iris", "layer 4 relu", "layers", "explain forward", "train 3", "explain forward 2",
        "explain backward 3", "explain gradient", "confusion", "eval", "predict 5 3 1 0.2", "model",
    ],
    "races": [
        "data circle n=60", "layer 3 tanh", f"race {' '.join(OPTIMIZERS[:8])} epochs=12", "use B",
        "race lr=0.1,100000 epochs=9", "what if lr=0.5", "race optimizer=sgd,adam units=3,5 epochs=5",
        "train until loss < 0.5", "undo 2",
    ],
    "searches": ["data circle n=60"]
    + [
        line for method in ["random", "grid", "bayes", "halving"] for line in [
            f"search {method} lr=1e-3..1000:log units=2..8 optimizer=sgd|adam trials=10 epochs=4",
            "trials", "trial 2", "importance",
        ]
    ]
    + [
        "search compare random sobol lr=1e-3..1:log units=2..8 trials=6 epochs=3 repeats=3",
        "use best", "search repeat", "search list", "objective phoneme", "search tpe trials=12",
        "objective",
    ],
    "errors": [
        f"data load {FOLDER}/hostile.csv target=<i>&", "data", "layers none", "train 2", "confusion",
        "explain forward", "race sgd adam epochs=3", "zzz <script>alert(1)</script>",
        "set lr </pre><img src=x>", "data load \"\x1b[31m&amp;<b>\".csv", "train '", "layer 1e400",
        "explain \u202egnp.exe", "set optimizer <adam>", "search random lr=0.1..<b>", "help <i>",
    ],
    "pages": ["help", "help search", "help data", "set", "lesson", "explain"]
    + [f"explain {name}" for name in ["momentum", "adam", "l1", "overfitting", "backpropagation"]],
}


def documents():
    with open(FOLDER + "/hostile.csv", "w", encoding="utf-8") as file:
        file.write(HOSTILE)
    for name, commands in STRAINS.items():
        path = f"{FOLDER}/{name}.md"
        with open(path, "w", encoding="utf-8") as file:
            file.write("```descent\n" + "".join(f"> {line}\n" for line in commands) + "```\n")
        yield path
    yield from sorted(glob.glob("transcripts/*.md"))


def page(style, blocks):
    """A page of blocks, each in an element of its own, their commands between them."""
    parts, command = [], None
    for block in blocks:
        if block["command"] != command:
            command = block["command"]
            parts.append(f"<pre>&gt; {html.escape(repr(command)[1:-1])}</pre>")
        parts.append(f'<div class="block">{block["html"]}</div>')
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>descent</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{style}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def same(block, shown):
    text = block["wide"]
    if block["html"].startswith("<figure>"):
        # Captions begin alike; behind that each says what only its own picture has.
        captions = [" ".join(caption.split()) for caption in (text.split(":\n")[0], shown)]
        title = os.path.commonprefix(captions)
        assert len(title) >= min(12, len(captions[1])), (block["document"], block["command"], captions)
        return len(NUMBER.findall(title))
    ours, theirs = NUMBER.findall(text), NUMBER.findall(shown)
    # Where a line of arithmetic is long, a terminal has its numbers below what they come to; and what
    # is in two columns is read across.
    if 'class="arithmetic"' in block["html"] or 'class="columns"' in block["html"]:
        ours, theirs = sorted(ours), sorted(theirs)
    assert ours == theirs, (
        f"{block['document']}: > {block['command']}\n{block['wide']}\n--- and in Chromium:\n{shown}")
    return len(ours)


def check(chromium, name, style, blocks):
    text = page(style, blocks)
    html5lib.HTMLParser(strict=True).parse(text)
    path = f"{FOLDER}/{name}.html"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    for width in WIDTHS:
        complaints = chromium.open(path, width)
        assert not complaints, (name, width, complaints)
        # What is too wide for the window is scrolled in a box of its own.
        assert chromium.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert chromium.evaluate(HIDDEN_BARS) == 0, (name, width)
        if PICTURES:
            chromium.picture(f"{PICTURES}/{name}-{width}.png")
        shown = chromium.evaluate(SHOWN)
        numbers = sum(same(*pair) for pair in zip(blocks, shown, strict=True))
    return numbers


def check_that_complaints_arrive(chromium):
    path = FOLDER + "/faulty.html"
    for fault in [
        "<script>console.warn('here')</script>", "<script>missing()</script>", "<img src='data.png'>",
    ]:
        with open(path, "w", encoding="utf-8") as file:
            file.write(page("", [{"command": "", "html": fault}]))
        assert chromium.open(path, WIDTHS[0]), fault


def main():
    done = subprocess.run([WRITER, *documents()], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    by_document = collections.defaultdict(list)
    for block in lines[1:]:
        by_document[block["document"]].append(block)
    assert len(by_document) == len(STRAINS) + len(glob.glob("transcripts/*.md"))
    numbers = 0
    with Chromium(FOLDER) as chromium:
        check_that_complaints_arrive(chromium)
        for path, blocks in by_document.items():
            name = path.removesuffix(".md").replace(FOLDER + "/", "").replace("/", "-")
            numbers += check(chromium, name, lines[0]["stylesheet"], blocks)
    assert numbers > 1000
    print(f"Chromium shows {len(lines) - 1} blocks without complaint, and the text's {numbers} numbers")


main()
