"""The page of a session in Chromium: a newcomer's path by clicks alone, each of which is a line in the session; the
boundary becomes smoother under L2; what was clicked is saved, and typed in a terminal gives the same weights to the
bit. The page says nothing in the console, asks no other host for anything, and everybody can use it.

Usage: live_page.py PROGRAM FOLDER [PICTURES]
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request

import html5lib

import accessibility
from chromium import Chromium
from crowd import check_crowd
from page_terminal import FOLDER, PROGRAM, Terminal

PICTURES = sys.argv[3] if len(sys.argv) > 3 else None
# A projector, half of its window, and a telephone.
SIZES = [(1920, 1080), (1280, 800), (640, 400), (400, 800)]


# MARK: what is done on the page

def button(text):
    return f"[...document.querySelectorAll('button')].find(b => b.checkVisibility() && b.innerText.trim() === {text!r})"


def named(label):
    return f"document.querySelector('[aria-label=\"{label}\"]')"


LINES = "[...document.querySelectorAll('#cells .typed code')].map(code => code.textContent)"
IDLE = (
    "!document.querySelector('.cell.is-running') && document.querySelector('#waiting').children.length === 0"
    " && document.querySelector('#stop').getAttribute('aria-disabled') === 'true'")
DONE = "[...document.querySelectorAll('.cell.is-true .typed code')].map(code => code.textContent)"


def do(chromium, line, seconds=60):
    """Clicks the button that types the line, as the page shows it, and waits for the line to have been done."""
    before = chromium.evaluate(f"{DONE}.filter(done => done === {line!r}).length")
    chromium.click(
        "[...document.querySelectorAll('button:has(code)')].find(b => b.checkVisibility()"
        f" && b.querySelector('code').textContent === {line!r})")
    chromium.until(f"{DONE}.filter(done => done === {line!r}).length > {before}", seconds)
    chromium.until(IDLE, seconds)


def write(chromium, field, text):
    chromium.click(f"document.querySelector('{field}')")
    chromium.evaluate(f"document.querySelector('{field}').select()")
    chromium.call("Input.insertText", text=text)


def type_own(chromium, line):
    write(chromium, "#own", line)
    chromium.click(button("Type"))
    chromium.until("document.querySelector('#own').value === ''")
    chromium.until(IDLE)


# The field of the boundary's picture, and how much it goes up and down between neighbors.
FIELD = """(async () => {
  const images = [...document.querySelectorAll("[data-picture=boundary] image")];
  const width = image => Number(image.getAttribute("width"));
  const field = images.sort((one, other) => width(other) - width(one))[0];
  if (!field) return null;
  const image = new Image();
  image.src = field.getAttribute("href");
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const data = canvas.getImageData(0, 0, image.width, image.height).data;
  const at = (x, y) => (data[4 * (y * image.width + x)] - data[4 * (y * image.width + x) + 2]) / 255;
  let sum = 0;
  for (let y = 1; y < image.height; y += 1) {
    for (let x = 1; x < image.width; x += 1) {
      sum += Math.abs(at(x, y) - at(x - 1, y)) + Math.abs(at(x, y) - at(x, y - 1));
    }
  }
  return { steepness: sum / (image.width * image.height), address: image.src };
})()"""


def boundary(chromium):
    """The field, once it is no longer replaced."""
    chromium.until("!!document.querySelector('[data-picture=boundary] image')")
    before = None
    while before != (now := chromium.evaluate(FIELD)):
        before = now
        time.sleep(1)
    return now


def picture(chromium, name):
    if PICTURES:
        chromium.picture(f"{PICTURES}/page-{name}.png")


def newcomer(chromium):
    """Spiral, two layers, train, raise l2 while it trains."""
    # Lists are chosen from by their first letters.
    chromium.evaluate("document.querySelector('#kind').focus()")
    chromium.keys("spi")
    do(chromium, "data spiral")
    chromium.click(button("Add a layer"))
    chromium.click(button("Add a layer"))
    line = chromium.until("document.querySelector('#layers .will:not([hidden]) code')?.textContent")
    assert line == "layers 8 8 tanh", line
    do(chromium, line)
    chromium.click(named("more learning rate lr"))
    do(chromium, "set lr 0.1")
    write(chromium, "#epochs", "2000")
    do(chromium, "train 2000")
    before = boundary(chromium)
    picture(chromium, "without-l2")
    write(chromium, "#epochs", "20000")
    chromium.click("document.querySelector('#train')")
    chromium.until("document.querySelector('.cell.is-running') !== null")
    while chromium.evaluate("document.querySelector('#l2').value") != "0.003":
        chromium.click(named("more L2 penalty l2"))
    do(chromium, "set l2 0.003", 120)
    chromium.until(IDLE, 120)
    after = boundary(chromium)
    picture(chromium, "with-l2")
    assert after["address"] != before["address"]
    assert after["steepness"] < 0.8 * before["steepness"], (before["steepness"], after["steepness"])
    return before["steepness"], after["steepness"]


def check_pointing(chromium):
    """The weight of a link under the pointer, and the line that explains it."""
    link = """(() => {
      const links = [...document.querySelectorAll("[data-picture=network] .link")];
      const link = links[links.length - 1];
      if (!link) return null;
      link.scrollIntoView({ block: "center" });
      // Between the dashes of a negative weight, and where links cross, there is something else.
      for (let part = 0.3; part < 0.7; part += 0.01) {
        const at = link.getPointAtLength(part * link.getTotalLength()).matrixTransform(link.getScreenCTM());
        if (document.elementFromPoint(at.x, at.y) === link) return [at.x, at.y];
      }
      return null;
    })()"""
    # A picture that is drawn anew meanwhile has nothing pointed at: then one points again.
    told = None
    for _ in range(20):
        chromium.point(*chromium.until(link), "mouseMoved")
        try:
            told = chromium.until("document.querySelector('.pointed')?.innerText.includes('weight')"
                                  " && document.querySelector('.pointed').innerText", 1)
            break
        except AssertionError:
            chromium.point(1, 1, "mouseMoved")
    assert told, "a link that is pointed at says nothing"
    line = re.search(r"explain weight .*", told)
    assert line, told
    do(chromium, line.group(0).strip())


def check_undo(chromium):
    do(chromium, "reset")
    do(chromium, "undo")
    # The head is of the state that the pictures show.
    chromium.until("!/epoch 0\\b/.test(document.querySelector('#where').innerText)")


def check_refusal(chromium):
    type_own(chromium, "set optimizer nonsense")
    chromium.until("document.querySelector('.cell.is-failed') !== null")
    chromium.until("!document.querySelector('#refused').hidden")


def check_waiting(chromium):
    """What waits in the fields is typed before a training; a refused line is the last, and fields say what is so."""
    chromium.click(named("more learning rate lr"))
    chromium.click("document.querySelector('#train')")
    chromium.until(f"{DONE}.includes('train 50') && {IDLE}")
    write(chromium, "#lr", "fast")
    chromium.click("document.querySelector('#train')")
    chromium.until(f"!document.querySelector('#settings .wrong').hidden && {IDLE}")
    lines = chromium.evaluate(LINES)
    assert lines[-3:] == ["set lr 0.1", "train 50", "set lr fast"], lines
    assert chromium.evaluate("document.querySelector('#lr').value") == "0.1"


def check_search(chromium):
    """Its pictures come first, and no table of the session is cut."""
    type_own(chromium, "search random trials=20 epochs=2 lr=1e-3..1:log units=2..16")
    chromium.until("document.querySelector('.shown').dataset.picture === 'search'")
    assert not chromium.evaluate("""[...document.querySelectorAll(".said table:not(.is-wide)")].some(table =>
      table.scrollWidth > table.clientWidth)""")


def check_sizes(chromium, address, may_ask):
    for width, height in SIZES:
        chromium.visit(address, width, height)
        chromium.until("document.querySelectorAll('.cell').length > 3 && !!document.querySelector('.shown')")
        chromium.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        assert chromium.evaluate("document.documentElement.scrollWidth") <= width, width
        assert not (complaints := chromium.complaints(may_ask)), (width, complaints)
        picture(chromium, f"{width}")


# MARK: what came of it

def check_replay(lines):
    """The notebook as it was saved replays, and its commands at a terminal make the same weights."""
    with open(f"{FOLDER}/clicked.md", encoding="utf-8") as file:
        saved = [line[2:].rstrip("\n") for line in file if line.startswith("> ")]
    other = ("train", "undo", "reset")
    assert [line for line in saved if not line.startswith(other)] == [
        line for line in lines if not line.startswith(other)], (saved, lines)
    assert any("stop=" in line for line in saved), saved
    replayed = subprocess.run(
        [PROGRAM, "replay", f"{FOLDER}/clicked.md"], capture_output=True, text=True, check=False)
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    script = "\n".join([*saved, "model save typed.safetensors"]) + "\n"
    typed = subprocess.run(
        [PROGRAM], input=script, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert typed.returncode == 0, typed.stdout + typed.stderr
    weights = []
    for name in ["clicked", "typed"]:
        with open(f"{FOLDER}/{name}.safetensors", "rb") as file:
            weights.append(file.read())
    assert weights[0] == weights[1]


# The smallest letters that are seen, as large as they are on the screen.
LETTERS = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let smallest = [Infinity, ""];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, option, .unseen, desc, title")) continue;
    if (!element.checkVisibility()) continue;
    const place = element.closest("svg") && element.getScreenCTM();
    const scale = place ? Math.hypot(place.a, place.b) : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < smallest[0]) smallest = [size, walker.currentNode.data];
  }
  return smallest;
})()"""


def check_letters(chromium, address):
    """They are read from afar, and on a telephone pictures come first."""
    chromium.visit(address, 1280, 720)
    chromium.until("document.querySelectorAll('.shown').length > 3")
    size, words = chromium.evaluate(LETTERS)
    assert size >= 14, (size, words)
    chromium.visit(address, 400)
    chromium.until("!!document.querySelector('.shown')")
    assert chromium.evaluate(
        "document.querySelector('#pictures').compareDocumentPosition(document.querySelector('#controls')) & 4")


# What the head says and the titles of pictures, whenever one of them has changed.
WATCH = """(() => {
  window.frames_seen = [];
  const titles = () => [...document.querySelectorAll(".shown h3")].map(title => title.textContent);
  const look = () => {
    const now = JSON.stringify([document.querySelector("#where").textContent, ...titles()]);
    if (now !== window.frames_seen.at(-1)) window.frames_seen.push(now);
    requestAnimationFrame(look);
  };
  look();
})()"""


def check_frames(chromium):
    """While it trains, pictures that are seen and the head are of the same epoch; how many came in a second."""
    chromium.evaluate(WATCH)
    write(chromium, "#epochs", "10000")
    do(chromium, "reset")
    begin = time.monotonic()
    chromium.evaluate("window.frames_seen.length = 0")
    do(chromium, "train 10000", 120)
    seconds = time.monotonic() - begin
    chromium.until("document.querySelector('#where').innerText.includes('epoch 10000')")
    frames = [json.loads(frame) for frame in chromium.evaluate("window.frames_seen")]
    for head, first, *_ in frames:
        epochs = [re.search(r"epoch (\d+)", text).group(1) for text in [head, first]]
        assert epochs[0] == epochs[1], (head, first)
    return len(frames) / seconds


def check_waiting_elsewhere(chromium, session):
    """Whoever loads the page while a training runs sees the line that waits for an epoch's end, or for a search's."""
    type_own(chromium, "search random trials=20 epochs=2 lr=1e-3..1:log")
    for line in ["search random trials=500 epochs=5000 lr=1e-3..1:log", "eval"]:
        write(chromium, "#own", line)
        chromium.click(button("Type"))
        chromium.until("document.querySelector('#own').value === ''")
    chromium.until("document.querySelector('.cell.is-running') !== null")
    chromium.visit(session.address, 1280, 720)
    chromium.until("[...document.querySelectorAll('#waiting code')].some(code => code.textContent === 'eval')")
    chromium.click("document.querySelector('#stop')")
    chromium.until(IDLE)


def check_killed(chromium):
    """Of a program that was killed the page says so; it is there again when another goes on with the session."""
    session = Terminal()
    chromium.visit(session.address, 1280, 720)
    type_own(chromium, "data spiral; layers 8 8 tanh; train 10")
    before = chromium.evaluate("document.querySelector('#cells').innerText")
    write(chromium, "#own", "train 1000000")
    chromium.click(button("Type"))
    chromium.until("!document.querySelector('#busy').hidden")
    session.kill()
    chromium.until("document.querySelector('#lost').checkVisibility()")
    assert chromium.evaluate("document.querySelector('#controls').inert && document.querySelector('#busy').hidden")
    again = Terminal(answer="y")
    assert again.address == session.address, (again.address, session.address)
    chromium.until("!document.querySelector('#lost').checkVisibility() && document.querySelectorAll('.cell').length > 0")
    chromium.until(IDLE)
    assert chromium.evaluate("document.querySelector('#cells').innerText") == before
    again.quit()


def check_class(chromium):
    """A page for a class only shows: it has no controls, and a line that is sent is refused."""
    session = Terminal("--class")
    chromium.visit(session.address, 1280)
    chromium.until("document.body.classList.contains('read-only')")
    assert not chromium.evaluate("document.querySelector('#controls').checkVisibility()")
    assert not chromium.evaluate("document.querySelector('#own').checkVisibility()")
    status = chromium.evaluate("""fetch("/command", {
      method: "POST", body: '{"line":"data xor"}', headers: { "Content-Type": "application/json",
        "X-Descent-Token": document.querySelector("meta[name=descent-token]").content } }).then(a => a.status)""")
    assert status == 409, status
    session.quit()
    chromium.until("document.body.classList.contains('has-ended')")


def main():
    session = Terminal()

    def may_ask(asked):
        return asked.startswith((session.origin + "/", "data:"))

    with Chromium(FOLDER) as chromium:
        chromium.call("Accessibility.enable")
        chromium.visit(session.address, 1280)
        chromium.until("document.querySelector('#kind').options.length > 5")
        with urllib.request.urlopen(session.address) as answer:
            html5lib.HTMLParser(strict=True).parse(answer.read().decode())
        # Painting is noted after it has been done.
        paint = chromium.until("performance.getEntriesByType('paint')[0]?.startTime")
        steepness = newcomer(chromium)
        check_pointing(chromium)
        check_undo(chromium)
        lines = chromium.evaluate(LINES)
        type_own(chromium, "save clicked.md")
        type_own(chromium, "model save clicked.safetensors")
        check_refusal(chromium)
        for line in ["data spiral", "layers 8 8 tanh", "set l2 0.003"]:
            assert line in session.text, (line, session.text)
        names = accessibility.check_names(chromium)
        contrasts = accessibility.check_contrast(chromium, "page")

        assert not (complaints := chromium.complaints(may_ask)), complaints
        check_sizes(chromium, session.address, may_ask)
        check_letters(chromium, session.address)
        chromium.visit(session.address, 1280)
        chromium.until("!!document.querySelector('.shown')")
        accessibility.check_keyboard(chromium, 20)
        assert not (complaints := chromium.complaints(may_ask)), complaints
        session.quit()
        chromium.until("document.body.classList.contains('has-ended')")
        check_replay(lines)
        check_class(chromium)
        session = Terminal()
        chromium.visit(session.address, 1280, 720)
        type_own(chromium, "data spiral; layers 8 8 tanh; train 10")
        check_waiting(chromium)
        frames = check_frames(chromium)
        check_search(chromium)
        check_waiting_elsewhere(chromium, session)
        check_killed(chromium)
        chromium.visit("about:blank", 1280)
        alone, crowded = check_crowd(session)
        session.quit()
    print(
        f"Chromium clicked {len(lines)} lines; L2 took the steepness of the boundary's field from"
        f" {steepness[0]:.3f} to {steepness[1]:.3f}; typed in a terminal they make the same weights."
        f" {names} controls have names, {contrasts} contrasts are enough; first paint after {paint:.0f} ms;"
        f" {frames:.1f} frames a second while training, which took {alone:.2f} s alone and {crowded:.2f} s beside a"
        " thousand connections")


main()
