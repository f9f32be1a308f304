"""The audits of the published pages: what they count, what they miss, and that texts come compressed."""

import gzip
import urllib.error
import urllib.request

import pytest

from scripts import blocking, lighthouse, published


def task(start, seconds, thread=1):
    """A task of a page's main thread: it took twice as long on the clock."""
    return {"name": "RunTask", "pid": 7, "tid": thread, "ts": start, "dur": 2 * seconds * 1e6, "tdur": seconds * 1e6}


def test_only_what_a_reader_waits_for_counts():
    """Tasks after the first text, of this page's thread, beyond 50 ms of a phone's time."""
    first = {"name": "firstContentfulPaint", "pid": 7, "tid": 1, "ts": 10e6}
    events = [
        task(0, 1.0),
        first,
        task(11e6, 0.1),
        task(12e6, 0.01),
        task(12e6, 0.3, thread=2),
        {"name": "Layout", "ts": 0},
    ]
    assert blocking.blocked(events) == pytest.approx(4 * 100 - 50)


def test_texts_come_compressed(tmp_path):
    (tmp_path / "page.html").write_text("word " * 1000)
    (tmp_path / "font.woff2").write_bytes(b"word " * 1000)
    with published.served(tmp_path) as address:
        for name, coding in (("page.html", "gzip"), ("font.woff2", None)):
            with urllib.request.urlopen(f"{address}/{name}") as answer:
                content = answer.read()
                assert answer.headers["Content-Encoding"] == coding
            assert (gzip.decompress(content) if coding else content) == b"word " * 1000
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/gone.html")


def test_welcome_chapters_and_equations_are_audited(tmp_path):
    (tmp_path / "lectures").mkdir()
    for name in ("02-b", "01-a"):
        (tmp_path / "lectures" / f"{name}.html").touch()
    assert published.pages(tmp_path) == [
        "book/welcome.html", "lectures/01-a.html", "lectures/02-b.html", "book/equations.html",
    ]  # fmt: skip


def test_every_page_is_audited_but_slides_and_the_copy_at_the_root(tmp_path):
    for name in ("index.html", "404.html", "slides/01-a.html", "_static/d.html", "book/b.html", "book/api/c.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert published.everything(tmp_path) == ["404.html", "book/api/c.html", "book/b.html"]


def test_a_report_is_read_and_judged():
    audits = {"largest-contentful-paint": 1500.0, "cumulative-layout-shift": 0.01, "total-byte-weight": 123_000}
    report = {
        "categories": {name: {"score": score} for name, score in zip(lighthouse.CATEGORIES, (0.9, 1, 0.96, 0.92))},
        "audits": {name: {"numericValue": value} for name, value in audits.items()},
    }
    found = lighthouse.read(report)
    assert found == pytest.approx((90, 100, 96, 92, 1500, 0.01, 123))
    assert list(lighthouse.faults("lectures/01-a.html", found)) == [
        "lectures/01-a.html: best practices 96, expected 100",
        "lectures/01-a.html: seo 92, expected 100",
    ]
    assert "search.html: seo 92, expected 100" not in lighthouse.faults("search.html", found)
    assert next(lighthouse.faults("book/welcome.html", found)) == "book/welcome.html: speed 90, expected at least 95"


@pytest.mark.parametrize("audit", [blocking, lighthouse])
def test_without_a_browser_an_audit_says_what_it_needs(audit, monkeypatch, capsys):
    monkeypatch.setattr(audit, "browser", lambda: None)
    assert audit.main([]) == 0
    assert "a Chromium" in capsys.readouterr().out
