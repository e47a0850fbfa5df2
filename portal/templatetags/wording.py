"""``{% load wording %}``: a published text as headings and paragraphs."""

from django import template

register = template.Library()


@register.filter
def sections(text: str) -> list[dict]:
    """The parts of a text: a blank line begins one, its first line is its heading unless it stands alone."""
    return [_section(part) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _section(part: str) -> dict:
    lines = [line for line in part.splitlines() if line.strip()]
    return {"heading": lines[0], "paragraphs": lines[1:]} if len(lines) > 1 else {"paragraphs": lines}
