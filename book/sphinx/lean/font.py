"""The font of the formulas: of STIX Two Math, the letters that the book's formulas use, and the forms that these grow to."""

import re
from importlib.metadata import distribution
from io import BytesIO

from fontTools import subset

__all__ = ["characters", "font"]

STIX = "ziamath/fonts/STIXTwoMath-Regular.ttf"  # a package that carries the font; nothing of it runs
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
IDENTIFIER = re.compile(r"<mi(?: class=\"[^\"]*\")?>(.)</mi>")
# Drawn by a browser where no character stands: roots.
UNWRITTEN = "√"
# A letter that stands alone is slanted: the browser takes it from the alphabet that begins here.
SLANTED = {"A": (0x1D434, 26), "a": (0x1D44E, 26), "Α": (0x1D6E2, 25), "α": (0x1D6FC, 25)}
SLANTED_ALONE = {"h": "ℎ", "∂": "𝜕", "ϵ": "𝜖", "ϕ": "𝜙", "∇": "𝛁"}
# A prime is a superscript: the font has a form for that, which browsers do not ask for.
PRIMES = {0x2032: "minute.ssty", 0x2033: "second.ssty"}
# How far the ends of what carries an index may stand beyond it, in thousandths: TeX's own distances. With those of STIX, 230
# and 160, a power flies above the brackets that carry it, and the index of y hangs below that of x.
DROPS = {"SuperscriptBaselineDropMax": 386, "SubscriptBaselineDropMin": 50}


def slanted(letter):
    """The slanted form of a letter, or the letter.

    >>> slanted("x"), slanted("h"), slanted("2")
    ('𝑥', 'ℎ', '2')
    """
    for first, (start, length) in SLANTED.items():
        place = ord(letter) - ord(first)
        if 0 <= place < length and letter not in SLANTED_ALONE:
            return chr(start + place)
    return SLANTED_ALONE.get(letter, letter)


def characters(html):
    """What the formulas of a page are written with.

    >>> sorted(characters("<p>no</p><math><mi>x</mi><mo>=</mo><mn>1</mn></math>"))
    ['1', '=', 'x', '𝑥']
    """
    formulas = FORMULA.findall(html)
    written = set("".join(re.sub(r"<[^>]*>|&\w+;", "", formula) for formula in formulas))
    alone = {slanted(letter) for formula in formulas for letter in IDENTIFIER.findall(formula)}
    named = set("<>&") if any("&" in formula for formula in formulas) else set()
    return (written | alone | named) - set(" \n")


def font(wanted):
    """A WOFF2 of these characters with all that mathematics makes of them. Raises ValueError where one is missing."""
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    with subset.load_font(str(distribution("ziamath").locate_file(STIX)), options) as stix:
        known = stix.getBestCmap()
        if missing := sorted(character for character in wanted if ord(character) not in known):
            raise ValueError(f"font: STIX Two Math does not have {', '.join(f'{c} (U+{ord(c):04X})' for c in missing)}")
        for table in stix["cmap"].tables:
            table.cmap.update({code: glyph for code, glyph in PRIMES.items() if code in table.cmap})
        for name, distance in DROPS.items():
            getattr(stix["MATH"].table.MathConstants, name).Value = distance
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, {*wanted, *UNWRITTEN}))
        subsetter.subset(stix)
        written = BytesIO()
        subset.save_font(stix, written, options)
    return written.getvalue()
