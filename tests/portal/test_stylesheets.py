"""The style sheets stay small, local and complete."""

import gzip
import hashlib
import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings

PORTAL = Path(settings.BASE_DIR) / "portal"
SHEETS = {file.name: file.read_text() for file in (PORTAL / "static/portal/css").glob("*.css")}


def test_all_style_sheets_together_stay_under_twenty_kilobytes_compressed():
    assert len(gzip.compress("".join(SHEETS.values()).encode())) < 20_000


def test_no_style_sheet_asks_another_address():
    assert not [
        name for name, text in SHEETS.items() if "url(" in text.replace("url(#", "") or "@import" in text
    ]


def test_every_token_that_is_used_is_defined():
    text = "".join(SHEETS.values())
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", text))

    assert used - defined == set()


def test_each_part_of_a_score_stands_out_from_the_next_and_from_the_gap():
    """Without colour too: 3:1 between neighbours, also where the hollow fifth part is missing."""
    tokens = dict(
        re.findall(r"(--[a-z0-9-]+):\s*(#[0-9a-f]{3,6})", SHEETS["tokens.css"].partition("[data-mode")[0])
    )
    fills = dict(re.findall(r"\.p(\d) \{ fill: var\((--[a-z0-9-]+)\)", SHEETS["evidence.css"]))
    colours = [tokens[fills[n]] for n in "1234567"]
    neighbours = [*pairwise(colours), (colours[3], colours[5])]
    gap = [(colour, tokens["--surface"]) for n, colour in enumerate(colours, 1) if n != 5]

    assert [pair for pair in [*neighbours, *gap] if contrast(*pair) < 3] == []


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart (WCAG 2): 1 the same, 21 black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_icon_a_template_names_exists():
    templates = "".join(file.read_text() for file in Path(settings.BASE_DIR).glob("*/templates/**/*.html"))
    named = set(re.findall(r'{% glyph "([a-z-]+)"', templates))

    assert named <= {file.stem for file in (PORTAL / "templates/portal/icons").glob("*.svg")}


def test_no_template_carries_inline_style_or_script():
    for file in Path(settings.BASE_DIR).glob("*/templates/**/*.html"):
        markup = file.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script>", markup), file


def test_the_vendored_script_is_the_one_its_note_describes():
    vendor = PORTAL / "static/vendor"
    digest = hashlib.sha256((vendor / "htmx.min.js").read_bytes()).hexdigest()

    assert digest in (vendor / "htmx.txt").read_text()
