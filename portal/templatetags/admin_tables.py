"""Cells of Wagtail's lists with their headings, so that a row can stand as a card on a phone.

Every column of Wagtail renders its own ``<td>``; naming the heading here covers them all, those of
later versions included.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


def _with_attributes(html: str, tag: str, attributes: str) -> str:
    """``html`` with ``attributes`` in its first ``tag``; what a column escaped stays escaped."""
    return mark_safe(str(html).replace(f"<{tag}", f"<{tag} {attributes}", 1))  # noqa: S308


@register.simple_tag(takes_context=True)
def table_heading(context, column):
    """The heading of a column, in the role that a changed layout would take from it."""
    return _with_attributes(column.header.render_html(context), "th", 'role="columnheader" scope="col"')


@register.simple_tag(takes_context=True)
def table_cell(context, cell):
    """One cell; a column without a wording of its own (a checkbox) carries no label."""
    label = format_html('role="cell" data-label="{}"', cell.column.label or "")
    return _with_attributes(cell.render_html(context), "td", label)
