"""A crowd at the page's door: connections without a token, some of which go on sending, and readers that do not read.
Whoever has the token is answered all the same, and a training beside them takes about as long as alone."""

import json
import resource
import socket
import threading
import time
import urllib.request

CONNECTIONS, READERS, EPOCHS = 1000, 30, 10_000


def ask(session, path, body=None):
    request = urllib.request.Request(
        session.origin + path + ("" if body else "?token=" + session.token),
        data=json.dumps(body).encode() if body else None,
        headers={"X-Descent-Token": session.token, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status


def train(session):
    """How long it takes to train from the same start, as the terminal shows it."""
    before = len(session.text)
    line = f"reset; train {EPOCHS}"
    begin = time.monotonic()
    assert ask(session, "/command", {"line": line}) == 202
    while True:
        _, typed, rest = session.text[before:].rpartition(line)
        if typed and ("descent>" in rest or "]>" in rest):
            return time.monotonic() - begin
        assert time.monotonic() < begin + 120, session.text[before:]
        time.sleep(0.002)


def connect(session):
    return socket.create_connection(("127.0.0.1", int(session.origin.rpartition(":")[2])))


def check_crowd(session):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
    for line in ["data spiral", "layers 8 8 tanh"]:
        assert ask(session, "/command", {"line": line}) == 202
    train(session)
    alone = min(train(session) for _ in range(3))
    readers = [connect(session) for _ in range(READERS)]
    for reader in readers:
        reader.sendall(
            f"GET /events?token={session.token} HTTP/1.1\r\nHost: {session.origin[7:]}\r\n\r\n".encode())
    crowd = [connect(session) for _ in range(CONNECTIONS)]
    is_over = threading.Event()

    def trickle():
        while not is_over.wait(0.2):
            for connection in crowd:
                try:
                    connection.send(b"G")
                except OSError:
                    pass

    thread = threading.Thread(target=trickle)
    thread.start()
    crowded = min(train(session) for _ in range(3))
    assert ask(session, "/") == 200
    is_over.set()
    thread.join()
    for connection in [*readers, *crowd]:
        connection.close()
    assert ask(session, "/") == 200
    return alone, crowded
