"""Boxes for answers, in Chromium: the script says what the grader says, and what a reader has done stays in the browser."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from unity.grading.visible import typed

from .shared import SITE
from .visit import NARROW_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests" / "grading" / "typed.json").read_text(encoding="utf-8"))
SCRIPTS = [
    (ROOT / "book" / "assets" / "page" / f"{name}.js").read_text(encoding="utf-8") for name in ("judge", "answers")
]
FIRST, SECOND = "lectures/01-examples-as-columns.html", "lectures/02-the-sum-of-vectors.html"

ASK = """cases => cases.map(({ typed, choices, ...asked }) => {
  const form = document.createElement('form');
  form.innerHTML = `<p><label>?</label> <output></output></p>`;
  const field = document.createElement(choices ? 'select' : 'textarea');
  for (const choice of choices ?? []) field.add(new Option(choice));
  field.name = 'sheep';
  field.value = typed;
  form.querySelector('label').append(field);
  return globalThis.said({ name: 'sheep', ...asked }, field);
})"""


@pytest.fixture(scope="module")
def blank(browser):
    """An empty page with the two scripts, the second one's function within reach."""
    judge, answers = SCRIPTS
    with closing(browser.new_context()) as window:
        page = window.new_page()
        page.set_content(f"<script>{{{judge}}}</script><script>{{{answers}; globalThis.said = said}}</script>")
        yield page


def test_the_script_says_what_the_grader_says(blank):
    """Text by text: each is read as the value that the grader was given, and both say the same of it."""
    for case, said in zip(CASES, blank.evaluate(ASK, CASES), strict=True):
        assert (said["right"], said["says"]) == (case["is_right"], case["says"]), case


def test_all_answers_of_the_course_are_judged_alike(blank):
    """Right ones, known mistakes, and each number of each turned, doubled and moved."""
    asked, values = [], []
    for each in typed().values():
        nearby = [] if each.choices else [varied(each.right, change) for change in CHANGES]
        for value in (each.right, *(mistake.wrong for mistake in each.mistakes), *nearby):
            asked.append(each)
            values.append(value)
    found = blank.evaluate(
        "pairs => pairs.map(([asked, value]) => globalThis.verdict(asked, value))",
        [[each.data, value] for each, value in zip(asked, values, strict=True)],
    )
    for each, value, said in zip(asked, values, found, strict=True):
        verdict = each.verdict(value)
        assert (said["right"], said["says"]) == (verdict.right, verdict.says), (each.name, value)


CHANGES = (lambda x: -x, lambda x: 2 * x, lambda x: x + 1, lambda x: x / 3, lambda x: x * 1.0000001, lambda x: x * x)


def varied(value, change):
    return [varied(part, change) for part in value] if isinstance(value, list | tuple) else change(value)


@pytest.mark.parametrize(
    ("text", "right", "says"),
    [
        ("", 1, "There is no answer yet."),
        ("  ", 1, "There is no answer yet."),
        ("()", [1], "There is no answer yet."),
        ("twelve", 1, "“twelve” is no number. Write 0.5, 1/2 or 2e-3."),
        ("1/2/3", 1, "“1/2/3” is no number. Write 0.5, 1/2 or 2e-3."),
        ("0,5", 0.5, "A comma stands between two numbers here. Write 0.5 with a point, and 3072 without anything."),
        ("1 2; 3", [[1, 2], [3, 4]], "The rows are not equally long."),
        ("Infinity", 1, "“Infinity” is no number. Write 0.5, 1/2 or 2e-3."),
    ],
)
def test_what_is_no_answer_is_said(blank, text, right, says):
    (said,) = blank.evaluate(ASK, [{"typed": text, "right": right, "mistakes": [], "tolerance": 1e-9}])
    assert said.get("right") is None
    assert said["says"] == says


def answer(page, exercise, **answers):
    """Type into the box of an exercise, and press the button; what is said of each answer."""
    form = page.locator(f"form.answer[data-exercise='{exercise}']")
    for name, value in answers.items():
        field = form.locator(f"[name='{name.replace('_', '-')}']")
        field.select_option(value) if field.evaluate("field => field.localName === 'select'") else field.fill(value)
    form.locator("button").click()
    return [output.inner_text() for output in form.locator("output").all()]


def standing(page):
    return [each.inner_text() for each in page.locator(".progress-box [data-done-of]:not(progress)").all()]


@pytest.fixture
def chapter(site, window):
    return open_page(window, f"{site}/{SECOND}")


def test_a_mistake_is_named_and_a_right_answer_counts(chapter):
    said = answer(chapter, "2.1", **{"02-change-of-distance": "10", "02-distances-with-bias-0": "3 0 1 7"})
    assert said == [
        "Not yet. That is the change of the score. A distance divides it by the length of w.", "Right. So it is.",
    ]  # fmt: skip
    assert standing(chapter)[0] == "0"
    assert answer(chapter, "2.1", **{"02-change-of-distance": "2"})[0] == "Right. So it is."
    assert answer(chapter, "2.2", **{"02-unit-of-measurement": "the scores alone"})[0].startswith(
        "Not yet. What the weight"
    )
    assert standing(chapter)[0] == "1"


def test_a_box_is_answered_by_keyboard(chapter):
    chapter.locator("[name='02-change-of-distance']").focus()
    chapter.keyboard.type("2")
    chapter.keyboard.press("Enter")
    assert chapter.locator("form.answer[data-exercise='2.1'] output").first.inner_text() == "Right. So it is."


def test_what_is_done_is_there_again_on_every_page(site, window, chapter):
    answer(chapter, "2.2", **{"02-unit-of-measurement": "the signed distances alone"})
    chapter.locator(".exercise-place[data-exercise='2.3'] input").check()
    assert standing(chapter)[0] == "2"
    chapter.reload()
    assert standing(chapter)[0] == "2"
    assert chapter.locator("[name='02-unit-of-measurement']").input_value() == "the signed distances alone"
    assert chapter.locator("form.answer[data-exercise='2.2'] output").inner_text() == "Right. So it is."
    assert chapter.locator("form.answer[data-exercise='2.1'] output").first.inner_text() == ""
    assert chapter.locator(".exercise-place[data-exercise='2.3'] input").is_checked()
    other = open_page(window, f"{site}/{FIRST}")
    assert standing(other) == ["0", "2"]


def test_progress_is_saved_to_a_file_and_read_again(site, browser, chapter, tmp_path):
    answer(chapter, "2.2", **{"02-unit-of-measurement": "the signed distances alone"})
    with chapter.expect_download() as download:
        chapter.locator(".progress-box .save").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert json.loads(saved.read_text()) == {
        "version": 1,
        "exercises": {"2.2": {"answers": {"02-unit-of-measurement": "the signed distances alone"}, "done": True}},
    }
    with closing(browser.new_context()) as elsewhere:
        page = open_page(elsewhere, f"{site}/{SECOND}")
        page.locator(".exercise-place[data-exercise='2.3'] input").check()
        page.locator(".progress-box [type=file]").set_input_files(saved)
        page.locator(".progress-box output", has_text="is read").wait_for()
        assert standing(page)[0] == "2"
        assert page.locator("form.answer[data-exercise='2.2'] output").inner_text() == "Right. So it is."
        page.locator(".progress-box .forget").click()
        assert standing(page)[0] == "0"
        page.reload()
        assert standing(page)[0] == "0"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no file", ""),
        ('{"version": 2, "exercises": {}}', "It has the version 2, expected 1."),
        ('{"version": 1}', "It holds no exercises."),
        ('{"version": 1, "exercises": {"2.1": {"done": "yes"}}}', "It holds no exercises."),
        ("null", "It has the version undefined, expected 1."),
    ],
)
def test_another_file_is_refused_and_nothing_is_lost(chapter, tmp_path, text, why):
    chapter.locator(".exercise-place[data-exercise='2.3'] input").check()
    other = tmp_path / "other.json"
    other.write_text(text)
    chapter.locator(".progress-box [type=file]").set_input_files(other)
    told = chapter.locator(".progress-box output", has_text="other.json")
    told.wait_for()
    assert told.inner_text().strip() == f"other.json is no saved progress. {why}".strip()
    assert standing(chapter)[0] == "1"


def test_nothing_leaves_the_browser(chapter):
    asked = []
    chapter.on("request", lambda request: asked.append(request.url))
    answer(chapter, "2.2", **{"02-unit-of-measurement": "all three"})
    chapter.locator(".exercise-place[data-exercise='2.3'] input").check()
    chapter.wait_for_timeout(200)
    assert [url for url in asked if "/_images/" not in url] == []  # a picture comes when the page scrolls near it


def test_no_box_is_seen_without_a_script(site, browser):
    with closing(browser.new_context(java_script_enabled=False)) as window:
        page = window.new_page()
        page.goto(f"{site}/{SECOND}")
        assert page.locator("form.answer").count() == 2
        assert not any(form.is_visible() for form in page.locator("form.answer, .progress-box").all())
        assert page.locator(".exercise-place a").first.is_visible()


@pytest.mark.parametrize("view", [WIDE_LIGHT, NARROW_DARK], ids=str)
def test_answered_boxes_are_accessible_and_fit(site, window, view):
    page, notes = open_page(window, f"{site}/{SECOND}", view), Notes(view)
    answer(page, "2.1", **{"02-change-of-distance": "10", "02-distances-with-bias-0": "3 0 1 7"})
    look(page, notes)
    ask_axe(page, notes, True)
    assert {kind: found for kind, found in notes.faults.items() if found} == {}


def test_the_other_pages_have_no_box():
    """An assignment's answers would be given away."""
    found = {path.parent.name for path in SITE.rglob("*.html") if 'class="answer' in path.read_text(encoding="utf-8")}
    assert found == {"lectures"}
