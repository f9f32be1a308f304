"""What is waited for, in one line: on a terminal a bar that moves, in a log a plain line for each step."""

import re
import subprocess
import sys
import threading

from tqdm import tqdm

# Said by every kernel, on every machine, of what does not concern a build.
NOISE = re.compile(r"\[IPKernelApp\] WARNING \| Kernel is running over TCP")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
# How programs say how far they are: Sphinx in percent, ours in numbers.
STEP = re.compile(r"(?P<what>[^\[\]]+?)(?:\.\.\.)? \[ *(?P<done>\d+)(?:%| of (?P<total>\d+))\] (?P<name>.*)")
BAR = "{desc}: {n_fmt} of {total_fmt} |{bar:20}| {elapsed} {postfix}"


class Line:
    """The line on a terminal: it follows what a program says of its steps, and other words are told above it."""

    def __init__(self):
        self.bar = None

    def follow(self, said):
        """Whether what was said is a step."""
        if (step := STEP.fullmatch(COLOUR.sub("", said).strip())) is None:
            return False
        what, done, total = step["what"], int(step["done"]), int(step["total"] or 100)
        if self.bar is None or self.bar.desc != what:
            self.close()
            self.bar = tqdm(total=total, bar_format=BAR, leave=False, file=sys.stdout)
            self.bar.set_description_str(what, refresh=False)
        self.bar.n = done
        self.bar.set_postfix_str(step["name"])  # and draws the line
        return True

    def tell(self, said):
        tqdm.write(said, file=sys.stdout, end="")

    def close(self):
        if self.bar is not None:
            self.bar.close()


def run(command, folder):
    """Run a command in a folder, pass on what it says, and return (whether it passed, what it complained of).

    In a log all of it is passed on. On a terminal its steps move one line, and only what it complains of stands above.
    """
    line = Line() if sys.stdout.isatty() else None
    complaints = []

    def listen(stream):
        for said in stream:
            if not NOISE.search(said):
                complaints.append(said)
                show(said)

    def show(said):
        if line:
            line.tell(said)
        else:
            print(COLOUR.sub("", said), end="", flush=True)

    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "errors": "replace"}
    with subprocess.Popen(command, cwd=folder, **pipes) as running:
        listener = threading.Thread(target=listen, args=(running.stderr,))
        listener.start()
        for said in running.stdout:
            if line:
                line.follow(said)
            else:
                show(said)
        listener.join()
    if line:
        line.close()
    return running.returncode == 0, "".join(complaints)
