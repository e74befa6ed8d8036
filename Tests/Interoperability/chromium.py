"""Chromium without a window, through its DevTools protocol: opens pages and notes what it complains of."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

import websocket

NAMES = ["chromium", "chromium-browser", "google-chrome"]
# Of its own it asks nobody for anything.
QUIET = [
    "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--remote-debugging-port=0",
]

# Where an element can be clicked, once it stands still.
PLACE = """(async () => {
  const element = %s;
  if (!element) return null;
  element.scrollIntoView({ block: "center" });
  const box = element.getBoundingClientRect();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const after = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const isThere = box.x === after.x && box.y === after.y && element.contains(document.elementFromPoint(x, y));
  return isThere ? [x, y] : null;
})()"""


class Chromium:
    def __init__(self, folder):
        program = next(filter(None, map(shutil.which, NAMES)))
        # Each has its own: what an earlier one left would name a port that is closed.
        home = tempfile.mkdtemp(prefix="chromium", dir=folder)
        # Its sandbox is not for root.
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [program, *QUIET, *root, "--user-data-dir=" + home, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.last, self.events = 0, []
        for _ in range(600):
            assert self.process.poll() is None, "Chromium ended"
            try:
                with open(home + "/DevToolsActivePort", encoding="ascii") as file:
                    port, path = file.read().split("\n")
                break
            except (OSError, ValueError):
                time.sleep(0.05)
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", timeout=60, suppress_origin=True)
        self.session = None
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Audits"]:
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def receive(self):
        message = json.loads(self.socket.recv())
        if "method" in message:
            self.events.append((message["method"], message["params"]))
        return message

    def call(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while (answer := self.receive()).get("id") != self.last:
            pass
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def open(self, path, width):
        """What the browser said of the page, and what it asked for but the page and pictures in it."""
        address = "file://" + path
        self.visit(address, width)
        return self.complaints(
            lambda asked: asked == address or asked.startswith("data:image/png;base64,"))

    def visit(self, address, width, height=800):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=False)
        self.events = []
        self.call("Page.navigate", url=address)
        while not any(method == "Page.loadEventFired" for method, _ in self.events):
            self.receive()

    def complaints(self, may_ask):
        """Since the page was visited; `may_ask` says which addresses it may ask for."""
        # A frame has been drawn, and all that was to be said of it is said before this answers.
        self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        said = {
            "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded",
        }
        return [
            event for event in self.events
            if event[0] in said
            or event[0] == "Network.requestWillBeSent" and not may_ask(event[1]["request"]["url"])
        ]

    def evaluate(self, expression):
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression, seconds=30):
        """Waits for it to be true; what it is then."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < end, (expression, self.evaluate("document.body.innerText"))
            time.sleep(0.05)
        return value

    def point(self, x, y, *kinds):
        for kind in kinds:
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, clickCount=1,
                button="none" if kind == "mouseMoved" else "left")

    def click(self, element):
        """As a hand does: where the element is seen, and nothing lies over it. `element` is an expression."""
        place = self.until(PLACE % element)
        self.point(*place, "mouseMoved", "mousePressed", "mouseReleased")

    def keys(self, text):
        for key in text:
            self.call("Input.dispatchKeyEvent", type="keyDown", text=key, key=key)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def picture(self, path):
        """The whole page, to be looked at."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
