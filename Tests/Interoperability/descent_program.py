"""Runs the program under test for the other scripts here and gives back what it reported."""

import json
import subprocess


def run(program, *commands):
    """The events of the commands, one process, as JSON Lines; a command that fails is an error here."""
    done = subprocess.run(
        [program, "--format", "jsonl", "--explain", "off", "-c", "; ".join(commands)],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def last(events, kind):
    return [event for event in events if event["type"] == kind][-1]
