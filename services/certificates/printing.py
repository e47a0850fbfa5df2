"""The printed page: its facts, and the A4 file with the Song type of official papers."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from services.models import Certificate
from services.rules.amounts import hours
from training.choices import SessionKind

from .codes import qr_svg

FALLBACK_FONT = "services/fonts/noto-serif-sc-regular.ttf"
FALLBACK_FAMILY = "Xieshou Song"
INSTALLED_FAMILIES = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", "Songti SC")


@dataclass(frozen=True)
class Sheet:
    """What stands on the page."""

    certificate: Certificate
    hours: str
    lines: list[tuple[str, int, str]]
    times: int


def sheet(certificate: Certificate) -> Sheet:
    """The facts of the page, kinds of service in words."""
    lines = [
        (SessionKind(line["kind"]).label, line["times"], hours(line["minutes"])) for line in certificate.lines
    ]
    times = sum(line["times"] for line in certificate.lines)
    return Sheet(certificate, hours(certificate.minutes), lines, times)


def as_pdf(certificate: Certificate, **options) -> bytes:
    """The certificate on one A4 page, every glyph inside the file."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    page = render_to_string(
        "services/certificate_pdf.html",
        {
            "sheet": sheet(certificate),
            "certificate": certificate,
            "qr": qr_svg(certificate, _("Code for checking")),
        },
    )
    fonts = FontConfiguration()
    styles = [CSS(string=_print_styles(), font_config=fonts, base_url=_font_folder())]
    return HTML(string=page).write_pdf(stylesheets=styles, font_config=fonts, **options)


def _print_styles() -> str:
    text = Path(finders.find("services/certificate_print.css")).read_text(encoding="utf-8")
    if song_is_installed():
        return text
    face = f"@font-face {{ font-family: '{FALLBACK_FAMILY}'; src: url('{Path(FALLBACK_FONT).name}'); }}"
    return f"{face}\n{text}\nhtml {{ font-family: '{FALLBACK_FAMILY}', serif; }}"


def _font_folder() -> str:
    return str(Path(finders.find(FALLBACK_FONT)).parent) + "/"


@cache
def song_is_installed() -> bool:
    """Whether this machine has a Chinese serif face; it draws ten times faster than the file we carry."""
    program = shutil.which("fc-list")
    if program is None:
        return False
    listed = subprocess.run(  # noqa: S603 - a fixed program with fixed words
        [program, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return any(family in listed.stdout for family in INSTALLED_FAMILIES)
