#!/usr/bin/env python3
"""What it costs to lose nothing: trainings with the journal against without, the time of a short command, and
going on with a session against the time that its trainings took.

The program runs in a pseudo-terminal, since only sessions that a person types are kept. Without a journal means
that nothing outlives the program, as where there is no folder for its state. Trainings with and without alternate,
and the fastest of each counts: whatever else the processor did only ever made them slower. Only Python's standard
library is needed.

    python3 Benchmarks/journal.py --program .build/release/descent
"""
import argparse
import os
import pty
import re
import select
import shutil
import signal
import statistics
import sys
import tempfile
import time


# Without a journal the prompt says so: "descent (not saving)> ".
PROMPT = rb"descent( \(not saving\))?> "


class Shell:
    """The program at the other end of a pseudo-terminal; without a home it keeps nothing."""

    def __init__(self, program, home, answer=None):
        self.number = 1
        self.seen = b""
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            environment = {name: value for name, value in os.environ.items()
                           if name not in ("DESCENT_HOME", "XDG_STATE_HOME", "HOME")}
            environment["TERM"] = "dumb"
            if home:
                environment["DESCENT_HOME"] = home
            os.execve(program, [program], environment)
        if answer is not None:
            self.wait_for(rb"\[Y/n\]")
            os.write(self.descriptor, answer)
        self.seen = b""
        self.wait_for(PROMPT)

    def wait_for(self, pattern, seconds=600):
        end = time.monotonic() + seconds
        while not re.search(pattern, self.seen):
            if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
                sys.exit("waited in vain for %r:\n%s" % (pattern, self.seen.decode(errors="replace")))
            try:
                self.seen += os.read(self.descriptor, 1 << 16)
            except OSError:
                sys.exit("the program has ended:\n" + self.seen.decode(errors="replace"))

    def run(self, command):
        """How many seconds it takes from Return to the next prompt."""
        os.write(self.descriptor, command.encode())
        self.wait_for(re.escape(command[-1:].encode()))
        time.sleep(0.05)
        while select.select([self.descriptor], [], [], 0)[0]:
            os.read(self.descriptor, 1 << 16)
        self.seen = b""
        begin = time.monotonic()
        os.write(self.descriptor, b"\r")
        self.wait_for(PROMPT)
        return time.monotonic() - begin

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)


def in_folder(work):
    home = tempfile.mkdtemp(prefix="descent-journal-")
    try:
        return work(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def trained(program, home, setup, train):
    shell = Shell(program, home)
    for command in setup:
        shell.run(command)
    seconds = shell.run(train)
    shell.kill()
    return seconds


def overhead(program, setup, train, rounds):
    with_journal, without = [], []
    for _ in range(rounds):
        with_journal.append(in_folder(lambda home: trained(program, home, setup, train)))
        without.append(trained(program, None, setup, train))
    own, bare = min(with_journal), min(without)
    print("%-34s %7.2f s with, %7.2f s without: %+.1f %%"
          % (train, own, bare, 100 * (own / bare - 1)))


def commands(program, count):
    def seconds(home):
        shell = Shell(program, home)
        times = [shell.run("set lr 0.%d" % (1 + place % 9)) for place in range(count)]
        shell.kill()
        return statistics.median(times)
    own, bare = in_folder(seconds), seconds(None)
    print("a short command                    %7.2f ms with, %7.2f ms without (one wait for the disk apart)"
          % (1000 * own, 1000 * bare))


def waits_for_the_disk(count):
    def seconds(home):
        with open(os.path.join(home, "file"), "wb", buffering=0) as file:
            times = []
            for _ in range(count):
                file.write(b"x" * 100)
                begin = time.monotonic()
                os.fsync(file.fileno())
                times.append(time.monotonic() - begin)
        return statistics.median(times)
    print("one wait for the disk              %7.2f ms" % (1000 * in_folder(seconds)))


def going_on(program, setup, work):
    def times(home):
        shell = Shell(program, home)
        for command in setup:
            shell.run(command)
        took = sum(shell.run(command) for command in work)
        shell.kill()
        begin = time.monotonic()
        shell = Shell(program, home, answer=b"\r")
        again = time.monotonic() - begin
        shell.kill()
        return took, again
    took, again = in_folder(times)
    print("going on with %d long commands      %7.2f s took %7.2f s, start included; at most %.2f s"
          % (len(work), took, again, max(1, took / 10)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--program", default=".build/release/descent")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    overhead(program, ["data circle", "layers 8"], "train 60000", arguments.rounds)
    overhead(program, ["data digits", "layers 100 50", "set optimizer adam"], "train 150",
             arguments.rounds)
    waits_for_the_disk(50)
    commands(program, 40)
    setup = ["data digits", "layers 100 50"]
    going_on(program, setup, ["train 60", "set optimizer adam", "train 60", "race sgd adam epochs=15",
                              "search random trials=8 epochs=8 lr=0.001..0.1:log"])
    going_on(program, ["data circle", "layers 8"], ["train 200"] * 40)


if __name__ == "__main__":
    main()
