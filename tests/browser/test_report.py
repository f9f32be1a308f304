"""The grader's pages with three hundred students: what a teacher of so many looks for is found, wide and narrow."""

import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from unity.grading import report
from unity.grading.marking import Desk, serve
from unity.grading.rules import standings

sys.path.append(str(Path(__file__).parents[1] / "grading"))

from records import question, record, unreadable, written

pytestmark = pytest.mark.browser

STUDENTS = 300
TITLE = "Why one line cannot separate the four points of XOR, and two can"
LONG = "Copy of Untitled_final_FINAL_(3)_wirklich_die_letzte_Version_" * 3
WIDTHS = (1280, 390)
SCREENS = 12


def student(i):
    name = f"{('Elodie', 'García Márquez', 'Wolfeschlegelsteinhausenbergerdorff')[i % 3]} {i}"
    if i % 20 == 7:
        return unreadable(f"s{i}", "it is no JSON: Expecting value: line 1 column 1 (char 0)", name=name)
    exercises = question("scale", float(i % 4), 3.0, title="Scale a matrix"), written("why", 2.0, title=TITLE)
    file, flags = f"{i}/{LONG}.ipynb", ["edited check:scale"] if i % 5 == 0 else []
    return record(f"s{i}", *exercises, file=file, name=name, flags=flags, title="A week")


RECORDS = [student(i) for i in range(STUDENTS)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a class: by name, the address of each."""
    folder = tmp_path_factory.mktemp("report")
    path = report.write(standings(RECORDS), folder, records=RECORDS)
    own = report.file_of("s0")
    found = {"class": path, "student": folder / "students" / own, "instructor": folder / "instructor" / own}
    return {name: place.as_uri() for name, place in found.items()}


@contextmanager
def marking(tmp_path):
    """The address of a desk with the written answers of the class."""
    desk = Desk(tmp_path / "results.jsonl", standings(RECORDS), {})
    server, address = serve(desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield desk, address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sideways(page):
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def cut(page):
    """What runs out of the window and cannot be scrolled to."""
    return page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, p, li, form, label, input, summary')]
        .filter((e) => !e.closest('.table') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.textContent.slice(0, 60))"""
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["class", "student", "instructor"])
def test_nothing_runs_out_of_the_window(window, pages, name, width):
    with closing(window.new_page()) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(pages[name])
        assert sideways(page) <= 0
        assert cut(page) == []
        assert page.evaluate("document.documentElement.scrollHeight / innerHeight") < SCREENS


def test_a_student_is_found_among_three_hundred(window, pages):
    with closing(window.new_page()) as page:
        page.goto(pages["class"])
        rows = page.locator("table.sortable tbody tr:not([hidden])")
        assert rows.count() == STUDENTS
        page.get_by_label("Find").fill("garcia 12")  # no accents, and words that stand apart
        expected = sum("García" in one["name"] and "12" in one["name"] for one in RECORDS)
        assert page.locator("output").text_content() == f"{rows.count()} of {STUDENTS}"
        assert rows.count() >= expected >= 4
        page.get_by_label("Find").fill("unreadable")
        assert rows.count() == sum(one["status"] == "unreadable" for one in RECORDS)
        page.get_by_label("Find").fill("")
        page.get_by_role("button", name="score").click()
        scores = page.locator("table.sortable tbody td:nth-child(2)").all_text_contents()
        given = [float(score) for score in scores if score]
        assert given == sorted(given)
        assert not any(scores[len(given) :])


def test_the_heads_of_the_columns_stay(window, pages):
    with closing(window.new_page()) as page:
        page.goto(pages["class"])
        page.evaluate("document.querySelector('.tall').scrollTo(0, 1e6)")
        above = "document.querySelector('.tall thead th').getBoundingClientRect().top - document.querySelector('.tall').getBoundingClientRect().top"
        assert abs(page.evaluate(above)) <= 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_has_room_for_all(window, tmp_path, width):
    with marking(tmp_path) as (_, address), closing(window.new_page()) as page:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("", "answer/0"):
            page.goto(address + path)
            assert sideways(page) <= 0
            assert cut(page) == []
        page.goto(address)
        assert page.locator("tbody tr").first.bounding_box()["height"] < 90


def test_keys_mark_an_answer_and_lead_to_the_next(window, tmp_path):
    with marking(tmp_path) as (desk, address), closing(window.new_page()) as page:
        page.goto(address + "answer/0")
        for key in "12":
            page.keyboard.press(key)
        assert page.input_value("[name=points]") == "2"
        page.keyboard.press("2")
        page.keyboard.press("c")
        page.keyboard.type("Good: n, m, 1, 2.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/answer/1")
        (said,) = desk.marks.values()
        assert said == {"points": 1.0, "comment": "Good: n, m, 1, 2.", "chosen": ["line 0"]}
        page.keyboard.press("n")
        page.wait_for_url("**/answer/2")
        page.keyboard.press("p")
        page.wait_for_url("**/answer/1")
        page.goto(address)
        page.get_by_role("button", name="points").click()
        assert page.locator("tbody tr td.number").first.text_content() == "1"
        page.get_by_label("Find").fill("to be marked")
        assert page.locator("output").text_content() == f"{len(desk.answers) - 1} of {len(desk.answers)}"
