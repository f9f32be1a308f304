"""The page "On a cluster" is tried as it stands: its commands start a scheduler and workers, its program fits on them."""

import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from unity import logistic

PAGE = (Path(__file__).parents[2] / "book" / "cluster.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```bash\n(.*?)```", PAGE, flags=re.DOTALL)
PROGRAM = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL))
EXAMPLES, FEATURES, PARTS = 5_000, 20, 8


def here(text, replacements):
    """The page's text with its places replaced: each of them is there."""
    for place, own in replacements.items():
        assert place in text, place
        text = text.replace(place, own)
    return text


@pytest.fixture
def parts(tmp_path):
    """The files that the page reads."""
    rng, w = np.random.default_rng(0), np.random.default_rng(1).normal(size=(FEATURES, 1))
    for part in range(PARTS):
        X = rng.normal(size=(FEATURES, EXAMPLES))
        np.save(tmp_path / f"part-{part}.npy", np.concatenate([X, w.T @ X + rng.logistic(size=(1, EXAMPLES)) > 0]))
    return tmp_path


@pytest.fixture
def port():
    """That of a scheduler with two workers, started by the page's commands."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    scheduler, workers = COMMANDS
    commands = (
        here(scheduler, {"8786": port}),
        here(workers, {"10.0.0.1:8786": f"127.0.0.1:{port}", "--nworkers 4": "--nworkers 2"}),
    )
    # No page of the scheduler's own: another one may be shown here.
    asked = [
        [*shlex.split(command), *more]
        for command, more in zip(commands, (["--dashboard-address", ":0"], ["--no-dashboard"]))
    ]
    running = [subprocess.Popen([sys.executable, "-m", *command], stderr=subprocess.DEVNULL) for command in asked]
    yield port
    for process in reversed(running):
        process.terminate()
    for process in running:
        process.wait(timeout=60)


def test_the_page_is_tried(parts, port):
    ends = "\nnp.savez('/shared/found.npz', w=w, narrow=np.asarray(narrow.w), share=share, passes=fit.passes, chunks=X.numblocks, trained=trained.costs, streamed=streamed.costs)\n"
    program = here(
        PROGRAM + ends, {"10.0.0.1:8786": f"127.0.0.1:{port}", "/shared": str(parts), "50_000": str(EXAMPLES)}
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert re.fullmatch(r"\d+ passes, \d+ steps\n", ran.stdout)
    found, whole = (
        np.load(parts / "found.npz"),
        np.concatenate([np.load(parts / f"part-{i}.npy") for i in range(PARTS)], axis=1),
    )
    expected = logistic.fit(whole[:-1], whole[-1], l2=1e-3)
    np.testing.assert_allclose(found["w"], expected.w, atol=1e-8)
    np.testing.assert_allclose(found["narrow"], expected.w, atol=1e-3)
    right = logistic.decide(expected.w, expected.b, whole[:-1]) == whole[-1]
    assert found["share"] == right.mean()
    assert found["passes"] == expected.passes
    for way in ("trained", "streamed"):
        start, *means = found[way]
        assert start > means[0] > means[1] > 0, way
    assert found["chunks"].tolist() == [1, 1]
