"""What a page weighs: each step of book/sphinx/lean keeps what a reader sees, and says so where it cannot."""

import base64
import doctest
import gzip
import json
import re
import sys
import time
from html import unescape
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from PIL import Image
from pygments import highlight
from pygments.lexers import get_lexer_by_name

from unity import notebook
from unity.course.style import canvas

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book" / "sphinx"))

from lean import (  # noqa: E402
    breaks,
    elements,
    files,
    folds,
    font,
    formulas,
    frames,
    icons,
    joined,
    listings,
    marks,
    names,
    pictures,
    room,
    speech,
    stills,
    stylesheet,
)

CODE = 'import numpy as np\n\n\ndef f(x: int) -> str:\n    """Say x."""\n    return f"{x:.2f}" if x < 1e3 else None  # or not\n'


def letters(html):
    """What a reader sees of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


# Formulas ---------------------------------------------------------------------------------------------------------


def test_letters_of_the_one_form_have_classes():
    typeset = formulas.mathml(r"\langle E, W \circ X \rangle = e + w + x", display=False)
    assert re.findall(r'<mi class="(\w)">(\w)</mi>', typeset) == [("E", "E"), ("W", "W"), ("X", "X")]


@pytest.mark.parametrize(
    ("latex", "classed"),
    [
        (r"{\class{l-w}{w}}^\top x", '<msup><mi class="l-w">w</mi><mi>⊤</mi></msup>'),
        (r"{\class{l-W_n}{W_n}} x", '<msub class="l-W_n"><mi class="W">W</mi><mi>n</mi></msub>'),
        (r"{\class{l-W_n}{W}}_{\class{l-W_n}{n}}^\top", '<mi class="W l-W_n">W</mi><mi class="l-W_n">n</mi><mi>⊤</mi>'),
        (r"{\class{l-dZ}{dZ}} x", '<mrow class="l-dZ"><mi>d</mi><mi>Z</mi></mrow>'),
        (r"\frac{{\class{l-dZ}{dZ}}}{m}", '<mfrac><mrow class="l-dZ"><mi>d</mi><mi>Z</mi></mrow><mi>m</mi></mfrac>'),
        (r"{\class{l-P-star}{P^*}}(x)", '<msup class="l-P-star"><mi>P</mi>'),
        (r"{\class{l-a}{\hat{y}}}", '<mover class="l-a" accent="true"><mi>y</mi>'),
        (
            r"{\class{l-a}{\frac{\partial {\class{l-L}{L}}}{\partial w}}} x",
            '<mfrac class="l-a"><mrow><mi>∂</mi><mi class="l-L">L',
        ),
        (r"\log {\class{l-a}{a}}", '<mo lspace="0.1667em">&ApplyFunction;</mo><mi class="l-a">a</mi>'),
    ],
)
def test_a_letter_has_its_class_and_looks_as_it_did(latex, classed):
    """What a page makes of the class is the element that the formula has without it."""
    typeset = formulas.mathml(latex, display=True)
    assert classed in typeset
    bare = formulas.mathml(marks.plain(latex), display=True)
    if "<mrow class=" not in typeset:
        assert re.sub(r' class="[^"]*"', "", typeset) == re.sub(r' class="[^"]*"', "", bare)
    assert letters(typeset) == letters(bare)


def test_a_class_that_changes_the_formula_is_left_out():
    """An operator's name keeps its distance to what follows, and the letters around it their classes."""
    latex = r"{\class{l-A}{\operatorname{Act}}}({\class{l-w}{w}})"
    typeset = formulas.mathml(latex, display=True)
    assert typeset.replace(' class="l-w"', "") == formulas.mathml(r"\operatorname{Act}(w)", display=True)
    assert 'class="l-w"' in typeset


def test_braces_within_a_class_are_kept():
    assert marks.plain(r"{\class{l-a}{\frac{{\class{l-m}{m}}}{2}}} \{ {\class{l-b}{\}}}") == r"\frac{m}{2} \{ \}"


def test_lines_outside_an_environment_are_aligned():
    bare = formulas.mathml(r"a &= b \\[4pt] c &= d", display=True)
    assert bare == formulas.mathml(r"\begin{aligned}a &= b \\ c &= d\end{aligned}", display=True)
    assert bare == formulas.mathml(r"\begin{split}a &= b \\ c &= d\end{split}", display=True)
    assert bare.count("<mtr>") == 2
    assert letters(bare) == "a=bc=d"


def test_what_cannot_be_typeset_is_named():
    with pytest.raises(formulas.FormulaError, match=r"'x \\\\unknown y' cannot be typeset: .*unknown"):
        formulas.mathml(r"x \unknown y", display=False)


def test_formulas_in_html_are_what_they_say():
    html = formulas.in_html(r"<summary>\(a &lt; b\)</summary><code>f\(x\]</code>")
    assert letters(html) == r"a<bf\(x\]"
    assert html.startswith("<summary><math><mi>a</mi>")


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"X^\top dZ", "X transposed d Z"),
        (r"\sqrt{x} \le x^2", "root of x is at most x to the 2"),
        (r"\hat y_k = \frac{a_k - y_k}{2}", "y hat sub k is a sub k minus y sub k over 2"),
        (r"f'(z) \odot P^\ast(E)", "f prime ( z ) times, entry by entry, P star ( E )"),
        (r"-\log 0.1", "minus log 0.1"),
        (r"\sum_{i=1}^m x_i", "∑ sub i is 1 to the m x sub i"),
    ],
)
def test_formulas_in_words(latex, words):
    assert speech.spoken(formulas.mathml(latex, display=False)) == words


# The font ---------------------------------------------------------------------------------------------------------


def test_font_has_what_the_formulas_need_and_little_more():
    page = "".join(formulas.mathml(latex, display=True) for latex in (r"\sqrt{h'} \le \hat{W}^2", r"\Sigma + \alpha"))
    wanted = font.characters(page)
    assert set("ℎ𝑊𝛼Σ′ˆ2≤+") <= wanted
    written = TTFont(BytesIO(font.font(wanted)))
    whole = TTFont(distribution("ziamath").locate_file(font.STIX))
    known = written.getBestCmap()
    assert {ord(character) for character in wanted} <= known.keys()
    assert ord("√") in known
    assert written["glyf"][known[0x2032]].yMax == whole["glyf"]["minute.ssty"].yMax < whole["glyf"]["minute"].yMax
    for name, distance in font.DROPS.items():
        assert getattr(written["MATH"].table.MathConstants, name).Value == distance
    assert len(known) < len(wanted) + 10


def test_a_letter_that_the_font_lacks_is_named():
    with pytest.raises(ValueError, match=r"does not have 字 \(U\+5B57\)"):
        font.font({"x", "字"})


# Code, cells and folds --------------------------------------------------------------------------------------------


def test_a_listing_has_no_empty_line_at_its_end():
    """A docstring's example ends with one, so that what closes its block is not taken for its output."""
    shown = highlight(">>> 1\n1\n\n", get_lexer_by_name("pycon", stripnl=False), listings.Listing())
    assert letters(shown[: shown.index("</pre>")]) == ">>> 1\n1\n"


def test_listings_say_the_same_with_fewer_elements():
    plain = highlight(CODE, get_lexer_by_name("python"), listings.HtmlFormatter())
    lean = highlight(CODE, get_lexer_by_name("python"), listings.Listing())
    assert letters(lean).strip() == letters(plain).strip() == CODE.strip()
    assert lean.count("<span") < plain.count("<span") / 2
    name = highlight("unity.geometry.norm(w)", get_lexer_by_name("python"), listings.Listing())
    assert ">unity.geometry.norm(w)\n<" in name


def test_words_of_a_listing_look_as_before():
    """Every kind of word keeps its looks in both styles, though not its class."""
    for token in listings.STANDARD_TYPES:
        drawn = listings.drawn_as(token)
        assert listings.look(drawn) == listings.look(token) or token in listings.APART


def test_prompts_and_outputs_can_be_left_out_of_a_copy():
    html = highlight(">>> 1 + 1\n2\n", get_lexer_by_name("pycon"), listings.Listing())
    assert 'class="gp"' in html
    assert 'class="go"' in html


def test_dropdown_admonitions_are_folds():
    title, text = nodes.title("", "Solution"), nodes.paragraph("", "It is 2.")
    document = nodes.section(
        "", nodes.admonition("", title, text, classes=["dropdown"]), nodes.note("", text.deepcopy())
    )
    folds.fold_admonitions(None, document, "page")
    opened, note = document.children
    assert isinstance(opened, folds.fold)
    assert [child.astext() for child in opened] == ["Solution", "It is 2."]
    assert isinstance(note, nodes.note)


def test_cells_with_several_paragraphs_keep_them():
    cell = "<td><p>one</p><p>two</p></td>"
    assert elements.spare(cell) == cell
    assert elements.spare("<th class='x'><p>one <b>two</b></p></th>") == "<th class='x'>one <b>two</b></th>"


# What stands around the text --------------------------------------------------------------------------------------


def test_an_icon_that_is_not_drawn_is_named():
    with pytest.raises(KeyError, match="fa-otter"):
        icons.draw('<i class="fas fa-otter"></i>')


def test_icons_keep_what_switches_them():
    (drawn,) = re.findall(
        "<svg[^>]*>", icons.draw('<i class="theme-switch fa-solid fa-sun fa-lg" data-mode="light"></i>')
    )
    assert 'class="icon fa-sun theme-switch"' in drawn
    assert 'data-mode="light"' in drawn


def test_folds_are_called_by_their_words():
    assert names.say('<summary aria-label="Toggle hidden content"><p>Solution</p>') == "<summary><p>Solution</p>"


def test_room_is_kept_only_beside_contents():
    place = '<div class="bd-content">'
    assert 'bd-content alone"' in room.keep(place)
    assert 'bd-content beside-contents"' in room.keep(
        f'{place}<div class="bd-sidebar-secondary"><nav class="page-toc">'
    )


# Pictures and frames ----------------------------------------------------------------------------------------------


class Written(dict):
    """Stands in for a page that is being written: it keeps the files."""

    name, root = "lectures/any", "../"

    def write(self, name, content):
        self[name] = content

    def picture(self, address):
        return None


def stored(picture):
    """A drawing of Matplotlib's with a picture in it."""
    content = BytesIO()
    picture.save(content, "PNG")
    data = base64.b64encode(content.getvalue()).decode()
    return f'<svg width="72pt" height="36pt"><metadata>now</metadata><image xlink:href="data:image/png;base64,\n{data}"/></svg>'


@pytest.mark.parametrize("mode", ["grey", "colours", "clear"])
def test_pictures_in_drawings_are_packed_without_loss(mode):
    shades = Image.linear_gradient("L")
    bands = {"grey": [shades] * 3, "colours": [shades, shades.rotate(90), shades], "clear": [shades] * 3}[mode]
    opacity = shades if mode == "clear" else Image.new("L", shades.size, 255)
    picture = Image.merge("RGBA", [*bands, opacity])
    svg = stored(picture)
    packed = pictures.lighter(svg)
    (data,) = re.findall(r'base64,([^"]*)"', packed)
    assert Image.open(BytesIO(base64.b64decode(data))).convert("RGBA").tobytes() == picture.tobytes()
    assert len(packed) < len(svg)
    assert pictures.lighter(packed) == packed


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_few_colours_are_listed(mode):
    """A photograph in 64 greys, or a map in as many colours: the list is shorter, and says the same."""
    rng = np.random.default_rng(0)
    greys = Image.fromarray((4 * rng.integers(0, 64, (120, 160))).astype("uint8"))
    picture = greys if mode == "L" else Image.merge("RGB", [greys, greys.point(lambda v: 255 - v), greys])
    (data,) = re.findall(r'base64,([^"]*)"', pictures.lighter(stored(picture)))
    packed = Image.open(BytesIO(base64.b64decode(data)))
    assert packed.mode == "P"
    assert packed.convert(mode).tobytes() == picture.tobytes()


def test_pictures_below_the_first_part_wait_and_all_have_sizes(tmp_path):
    (tmp_path / "a.svg").write_text('<svg viewBox="0 0 40.4 20"/>')
    page = SimpleNamespace(picture=lambda address: tmp_path / "a.svg")
    first, second = pictures.tell_sizes(
        '<img src="a.svg" alt="A > B"><h2>Next</h2><img alt="B" src="a.svg" />', page
    ).split("<h2>")
    assert first == '<img src="a.svg" alt="A > B" width="40" height="20">'
    assert second == 'Next</h2><img alt="B" src="a.svg" width="40" height="20" loading="lazy">'


def test_a_drawing_without_a_size_is_an_error():
    with pytest.raises(ValueError, match="neither a width and a height nor a viewBox"):
        pictures.svg_size("<svg></svg>")


def test_frames_are_fetched_and_not_brought():
    def line(slope):
        ax = canvas()
        ax.plot([0, slope])
        return ax

    page, explorer = Written(), notebook.explore(line, 'A "line".', slope=[1, 2, 3])
    html = frames.detach(explorer.static() * 2, page)
    assert "template" not in html
    assert "oninput" not in html
    assert html.count('data-frames="../frames/any-2.gz"') == 1
    assert set(page) == {"frames/any-1.gz", "frames/any-1.svg", "frames/any-2.gz", "frames/any-2.svg"}
    kept = json.loads(gzip.decompress(page["frames/any-1.gz"]))
    assert [words for words, _ in kept] == [words for words, _ in explorer.frames()]
    assert kept[0][1].encode() == page["frames/any-1.svg"]
    assert "<metadata>" not in kept[0][1]
    assert page["frames/any-1.gz"][4:8] == bytes(4), "the file holds the time when it was made"
    assert len(page["frames/any-1.gz"]) < len(explorer.static()) / 5


def test_still_pictures_of_dragged_figures_are_files():
    page, figure = Written(), notebook.drag("update();", "A line.", canvas())._repr_html_()
    html = stills.detach(figure * 2, page)
    assert set(page) == {"frames/any-still-1.svg", "frames/any-still-2.svg"}
    assert "data:" not in html
    still = '<noscript><img src="../frames/any-still-2.svg" width="576" height="346" alt="A line."></noscript>'
    assert html.count(still) == 1
    assert html.endswith(figure[figure.index("<small") :]), "the script is as it was"
    assert b"<metadata>" not in page["frames/any-still-1.svg"]


# Files ------------------------------------------------------------------------------------------------------------

SHEET = """
/* a comment */
.used, .unused { color: var(--shade); }
.unused { color: red; }
#here > p:not(.unused)::before { content: "x" }
.fa-star::before { content: "\\f005"; font: var(--fa-font-solid) }
:root { --shade: blue; --idle: var(--idler); --idler: 1 }
@media (min-width: 1px) { .used { color: red } .unused { color: red } }
@media print { .unused { color: red } }
@font-face { font-family: "Font Awesome 6 Free"; src: url(a.woff2) }
@keyframes turn { from { rotate: 0 } }
"""


def test_stylesheet_keeps_what_pages_can_match():
    known = stylesheet.words(['<p class="used" id="here">'], "const other = 'fa-star'")
    assert stylesheet.merged([SHEET], known).splitlines() == [
        ".used{color: var(--shade)}",
        '#here > p:not(.unused)::before{content: "x"}',
        ":root{--shade: blue}",
        "@media (min-width: 1px){.used{color: red}}",
        "@keyframes turn { from { rotate: 0 } }",
    ]


def test_variables_that_a_page_reads_stay():
    known = stylesheet.words(["<b>"], "")
    assert stylesheet.merged([":root { --idle: 1 }"], known) == ""
    assert stylesheet.merged([":root { --idle: 1 }"], known, '<b style="color: var(--idle)">') == ":root{--idle: 1}"


def test_a_sheet_that_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="stylesheet: line 1"):
        stylesheet.merged(["p"], stylesheet.words(["<p>"], ""))


def test_parts_of_the_script_share_no_names(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.js").write_text(f"const own = '{name}';\n")
    assert files.script(tmp_path) == "\"use strict\";\n{\nconst own = 'a';\n}\n{\nconst own = 'b';\n}"


def test_files_that_a_page_asks_for(tmp_path):
    text = '<img src="../_images/a.svg"><a href="https://a.invalid/b.css"></a><figure data-frames="c.gz"> url(d.woff2?v=1) url(data:x)'
    found = {path.relative_to(tmp_path).as_posix() for path in files.asked_for(tmp_path / "book" / "page.html", text)}
    assert found == {"_images/a.svg", "book/c.gz", "book/d.woff2"}


def test_an_address_says_what_is_in_its_file(tmp_path):
    (tmp_path / "page.css").write_text("p{}")
    first = files.digest(tmp_path / "page.css")
    page = files.dated('<link href="../_static/page.css"><a href="page.html">', {"page.css": first})
    assert page == f'<link href="../_static/page.css?v={first}"><a href="page.html">'
    (tmp_path / "page.css").write_text("q{}")
    second = files.digest(tmp_path / "page.css")
    assert first != second
    assert files.dated(page, {"page.css": second}) == page.replace(first, second)
    assert files.dated("url(math.woff2)", {"math.woff2": "12"}) == "url(math.woff2?v=12)"


def test_what_nobody_wants_is_swept(tmp_path):
    for name in ("kept/a.js", "kept/a.js.map", "gone/deep/b.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files.sweep(tmp_path, {(tmp_path / "kept" / "a.js").resolve()})
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["kept", "kept/a.js"]


def test_a_build_that_writes_no_page_leaves_the_site_as_it_is(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "page.css").write_text("p{}")
    (tmp_path / "index.html").write_text("<p>")
    files.gather(SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(format="html")), None)
    assert (tmp_path / "_static" / "page.css").read_text() == "p{}"


@pytest.mark.parametrize("module", [breaks, formulas, joined], ids=lambda module: module.__name__)
def test_examples(module):
    found = doctest.testmod(module)
    assert found.attempted > 0 == found.failed


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<h3>Exercise 6.2 (complete, level 1)</h3>", "<h3>Exercise~6.2 (complete, level~1)</h3>"),
        ("<p>the layers of chapter\n9.</p>", "<p>the layers of chapter~9.</p>"),
        ("<p>5 × 5 × 3 by (K, m)</p>", "<p>5~×~5~×~3 by (K,~m)</p>"),
        ('<a title="chapter 9">in (n, m), it</a>', '<a title="chapter 9">in (n,~m), it</a>'),
        ("<pre>(n, m)  # chapter 9</pre>", "<pre>(n, m)  # chapter 9</pre>"),
        ("<title>GPT-3</title><p>LeNet-5</p>", '<title>GPT-3</title><p><span class="kept">LeNet-5</span></p>'),
    ],
)
def test_what_belongs_together_is_not_torn(written, shown):
    assert joined.join(written).replace("\N{NO-BREAK SPACE}", "~") == shown


def test_a_picture_within_the_page_is_read_once():
    """Slides carry their pictures as one word of a million letters each."""
    page = f'<img src="data:image/png;base64,{"A" * 100_000}"> As <math><mi>x</mi></math>, <b>is</b>'
    start = time.process_time()
    assert joined.join(page).endswith('"> As <span class="kept"><math><mi>x</mi></math>,</span> <b>is</b>')
    assert time.process_time() - start < 2
