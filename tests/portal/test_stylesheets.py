"""The style sheets stay small, local and complete."""

import gzip
import hashlib
import re
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
