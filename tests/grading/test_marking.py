"""Written answers marked by a person: the desk, its pages, and who may open them."""

import contextlib
import http.client
import http.server
import json
import threading
import urllib.parse

import pytest
from commands import run
from records import question, record, write, written

from unity.grading import report
from unity.grading.marking import Desk, serve
from unity.grading.marks import beside, read_marks
from unity.grading.rules import Rules, standings
from unity.grading.work import keep, kept, work_of

RUBRIC = [{"says": "Names the assumption.", "points": 2}, {"says": "Forgets the bias.", "points": -0.5}]
ESSAY = {"kind": "markdown", "tags": ["exercise:why"], "source": "Because <script>alert(1)</script>", "outputs": []}
PLOT = {"kind": "code", "tags": [], "source": "plot()", "outputs": [{"image": "iVBORw0KGgo=", "type": "image/png"}]}


@pytest.fixture
def results(tmp_path):
    records = [record(student, question("f", 3, 3), written("why", 4)) for student in ("ada", "bob")]
    path = write(tmp_path / "results.jsonl", records)
    for one in records:
        keep(path, one["file_hash"], {"cells": [ESSAY, PLOT]})
    return path


@pytest.fixture
def desk(results):
    records = [json.loads(line) for line in results.read_text().splitlines()]
    return Desk(results, standings(records), {"why": RUBRIC})


@pytest.fixture
def page(desk):
    """A request to the server of the desk: (status, headers, text)."""
    server, address = serve(desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    place = urllib.parse.urlsplit(address)

    def request(path="", form=None, base=place.path, **headers):
        with contextlib.closing(http.client.HTTPConnection(place.hostname, place.port, timeout=30)) as connection:
            body = None if form is None else urllib.parse.urlencode(form, doseq=True)
            connection.request("GET" if form is None else "POST", base + path, body, headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()

    yield request
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_is_marked_in_the_page(desk, page, results):
    status, _, text = page()
    assert (status, "0 of 2 are marked" in text) == (200, True)
    _, headers, text = page("answer/0")
    assert "Because &lt;script&gt;" in text
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in text
    assert "Names the assumption." in text
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "same-origin"  # else a browser sends the form as from nowhere
    form = {"points": "2,5", "comment": "And the other case?", "chosen": ["0"]}
    status, headers, _ = page("answer/0", form)
    assert (status, headers["Location"][-8:]) == (303, "answer/1")
    assert read_marks(beside(results)) == {
        ("hash of ada.ipynb", "why"): {
            "points": 2.5,
            "comment": "And the other case?",
            "chosen": ["Names the assumption."],
        }
    }
    assert 'value="2.5"' in page("answer/0")[2]
    status, headers, _ = page("answer/1", {"points": "", "comment": "", "chosen": ["0", "1"]})
    assert (status, headers["Location"].count("/")) == (303, 2)
    assert desk.marks["hash of bob.ipynb", "why"]["points"] == 1.5
    assert "2 of 2 are marked" in page()[2]
    ran = run("report", results, "--to", results.parent / "pages")
    assert ran.exit_code == 0, ran.output
    told = (results.parent / "pages" / "students" / report.file_of("ada")).read_text()
    assert "And the other case?" in told
    assert "<strong>5.5</strong> of 7 points" in told


@pytest.mark.parametrize("points", ["5", "-1", "many", "nan"])
def test_a_mark_that_is_none_is_said_and_what_was_typed_stays(page, results, points):
    status, _, text = page("answer/0", {"points": points, "comment": "long and <b>good</b>"})
    assert status == 400
    assert "is no mark here, expected a number from 0 to 4" in text
    assert "long and &lt;b&gt;good" in text
    assert not beside(results).exists()


def test_a_comment_alone_leaves_the_answer_waiting(desk, page, results):
    page("answer/0", {"points": "", "comment": "later"})
    assert not desk.has(0)
    assert desk.next(0) == 1
    records = [json.loads(line) for line in results.read_text().splitlines()]
    assert standings(records, marks=read_marks(beside(results)))[0]["awaits"] == ["why"]


def test_who_does_not_know_the_token_sees_nothing(page, results):
    for base in ("/", "/x/", "//", "/../"):
        assert page("answer/0", base=base)[0] == 404
    form = {"points": "1"}
    assert page("answer/0", form, base="/x/")[0] == 404
    assert page("answer/0", form, Origin="http://evil.example")[0] == 404
    assert page("answer/0", form, Origin="null")[0] == 404
    assert page("answer/0", Host="evil.example")[0] == 404
    assert page("answer/7")[0] == 404
    assert page("answer/0", form, **{"Content-Length": "999999999"})[0] == 404
    assert not beside(results).exists()


def test_the_server_listens_to_this_machine_alone(desk):
    server, address = serve(desk)
    server.server_close()
    assert server.server_address[0] == "127.0.0.1"
    other, again = serve(desk)
    other.server_close()
    assert urllib.parse.urlsplit(address).path != urllib.parse.urlsplit(again).path
    assert len(urllib.parse.urlsplit(address).path) > 20


def test_every_answer_to_a_question_can_be_marked(results):
    students = standings([json.loads(line) for line in results.read_text().splitlines()])
    desk = Desk(results, students, {}, "f")
    desk.mark(0, "1", "style", ())
    (ada, _) = standings(
        [json.loads(line) for line in results.read_text().splitlines()], Rules(), read_marks(desk.path)
    )
    assert ada["exercises"][0]["score"] == 1
    with pytest.raises(ValueError, match="there is no answer to 'g'"):
        Desk(results, students, {}, "g")
    with pytest.raises(ValueError, match="no answer waits"):
        Desk(results, standings([record("eve")]), {})


def test_the_command_says_where_to_open_it(results, monkeypatch):
    def ended(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(http.server.ThreadingHTTPServer, "serve_forever", ended)
    ran = run("mark", results)
    assert ran.exit_code == 0, ran.output
    assert "2 answers. Open http://127.0.0.1:" in ran.output
    assert "results.marks.jsonl" in ran.output


def test_the_lines_of_the_question_are_the_rubric_where_the_rules_have_none(results):
    students = standings([json.loads(line) for line in results.read_text().splitlines()])
    desk = Desk(results, students, {})
    assert [item["says"] for item in desk.answers[0].rubric] == ["line 0", "line 1", "line 2", "line 3"]
    desk.mark(0, "", "", (0, 2))
    (ada, bob) = standings([json.loads(line) for line in results.read_text().splitlines()], Rules(), desk.marks)
    assert [test["right"] for test in ada["exercises"][1]["tests"]] == [True, False, True, False]
    assert (ada["score"], bob["awaits"]) == (5, ["why"])
    page = report.student_page(ada)
    assert "<td>line 2</td><td>right</td>" in page
    assert "line 2" not in report.student_page(bob)
    answer = Desk(results, students, {}).answers[0]
    assert answer.written == "Because."


def test_an_answer_of_which_no_notebook_is_kept_is_shown_from_its_record(tmp_path):
    path = write(tmp_path / "other.jsonl", [record("ada", written("why", 4))])
    desk = Desk(path, standings([json.loads(path.read_text())]), {})
    assert [cell["source"] for cell in desk.work(0)[0]] == ["Because."]


def test_marks_of_something_else_are_said(results):
    beside(results).write_text("{}\n")
    assert "results.marks.jsonl, line 1 is no mark" in run("mark", results).output


def test_the_work_is_kept_as_plain_data(tmp_path):
    """Images and text of a notebook; nothing of it is a page."""
    outputs = [
        {"output_type": "display_data", "data": {"image/png": "iVBO\nRw0K", "text/html": "<b>x</b>"}},
        {"output_type": "display_data", "data": {"image/png": '"><script>', "text/plain": ["a", "b"]}},
        {"output_type": "execute_result", "data": {"text/html": "<script>"}},
        {"output_type": "stream", "text": ["\x1b[31mred\x1b[0m"]},
        {"output_type": "error", "ename": "ValueError", "evalue": "x"},
        "none",
    ]
    cell = {"cell_type": "code", "source": ["f()\n", "g()"], "metadata": {"tags": ["a", 1]}, "outputs": outputs}
    work = work_of(json.dumps({"cells": [cell, 1, {"cell_type": "raw"}]}).encode())
    assert work["cells"][0] == {
        "kind": "code", "tags": ["a"], "source": "f()\ng()",
        "outputs": [{"image": "iVBORw0K", "type": "image/png"}, {"text": "ab"}, {"text": ""}, {"text": "red"}, {"text": "ValueError: x"}],
    }  # fmt: skip
    assert len(work["cells"]) == 2
    keep(tmp_path / "r.jsonl", "x", work)
    assert kept(tmp_path / "r.jsonl", "x") == work
    assert kept(tmp_path / "r.jsonl", "y") == {"cells": []}
    for content in (b"", b"[]", b'{"cells": 1}', b"[" * 10000, b" " * (16 * 2**20 + 1)):
        assert work_of(content) == {"cells": []}
    many = {"cells": [{"cell_type": "code", "outputs": [outputs[0]] * 70}]}
    found = work_of(json.dumps(many).encode())["cells"][0]["outputs"]
    assert ("image" in found[59], found[60]) == (True, {"text": "(more than 60 images)"})
