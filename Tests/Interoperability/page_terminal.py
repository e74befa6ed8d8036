"""A session of the program at a terminal of its own, with its page."""

import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
import threading
import time

PROGRAM, FOLDER = sys.argv[1:3]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/\?token=[0-9a-f]{32}")
CONTROL = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


class Terminal:
    """A session at a terminal, with its page."""

    def __init__(self, *arguments, answer=None):
        self.text, pid_and_end = "", pty.fork()
        if pid_and_end[0] == 0:
            try:
                os.chdir(FOLDER)
                os.environ.update(TERM="xterm")
                os.execv(PROGRAM, [PROGRAM, "page", *arguments])
            finally:
                os._exit(127)
        self.process, self.end = pid_and_end
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        threading.Thread(target=self.read, daemon=True).start()
        if answer:
            self.until(r"Go on with it\?")
            os.write(self.end, answer.encode() + b"\r")
        found = self.until(ADDRESS)
        self.address, self.origin = found.group(0), found.group(1)
        self.token = self.address.rpartition("=")[2]

    def read(self):
        while True:
            try:
                text = os.read(self.end, 65536).decode("utf-8", "replace")
            except OSError:
                return
            self.text += CONTROL.sub("", text)

    def until(self, pattern, seconds=30):
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < end, (pattern, self.text)
            time.sleep(0.02)
        return found

    def quit(self):
        os.write(self.end, b"quit\r")
        _, status = os.waitpid(self.process, 0)
        assert os.waitstatus_to_exitcode(status) == 0, self.text

    def kill(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
