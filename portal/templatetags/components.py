"""``{% load components %}``: the parts of the look that need more than a class name.

Each tag renders one template of ``portal/components/`` and works on the public site, in the
helper's space and in the back office alike. /styleguide/ shows every one.
"""

import re
from functools import cache

from django import forms, template
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal import appearance, registry
from portal.lists import listed
from portal.missing_answers import what_is_missing

register = template.Library()

HAN = re.compile("[\u4e00-\u9fff]")
ICON_OF_TONE = {"ok": "check", "warn": "alert", "bad": "x", "info": "info"}


@cache
def _shape(name: str) -> str:
    """The paths of one icon file, without its frame."""
    source = get_template(f"portal/icons/{name}.svg").template.source
    return source.partition('linejoin="round">')[2].partition("</g></svg>")[0]


@register.simple_tag
def glyph(name):
    """An icon; always beside a word. It carries its own path: no sheet to load, good in PDF and fragments."""
    return mark_safe(f'<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">{_shape(name)}</svg>')  # noqa: S308


@register.filter
def han(text):
    """Chinese words on a page of another language, marked as Chinese: read and hyphenated as such."""
    if appearance.html_language() == "zh-Hans" or not HAN.search(str(text)):
        return text
    return format_html('<span lang="zh-Hans">{}</span>', text)


register.filter(listed)


@register.inclusion_tag("portal/components/mark.html")
def mark(apart=False, css=""):
    """The two hands: joined (done, ours) or apart (empty, missing)."""
    return {"apart": apart, "css": css}


@register.simple_tag(takes_context=True)
def appearance_link(context, **choice):
    """Address that changes ``care``, ``size`` or ``language`` and comes back to this page."""
    here = context["request"].get_full_path()
    return "/appearance/?" + urlencode({**choice, "next": here})


@register.inclusion_tag("portal/components/nav_link.html", takes_context=True)
def nav_link(context, url, label, icon="", exact=False):
    """One door of a navigation; marks itself where the visitor is."""
    path = context["request"].path
    inside = not exact and path.startswith(url)
    current = "page" if path == url else "true" if inside else ""
    return {"url": url, "label": label, "icon": icon, "current": current}


@register.simple_tag
def site_links(place):
    """The pages that editors put into the ``menu`` or the ``footer``."""
    return registry.site_links.panels_for(place)


@register.inclusion_tag("portal/components/chip.html")
def chip(text, tone="", icon=""):
    """One state, icon and word. Tones: ok, warn, bad, info, or none."""
    return {"text": text, "tone": tone, "icon": icon or ICON_OF_TONE.get(tone, "")}


@register.simple_block_tag
def callout(content, title, tone="", icon="", role=""):
    """A message in the page: the title says what, the content what to do."""
    icon = icon or ICON_OF_TONE.get(tone, "info")
    context = {"content": content, "title": title, "tone": tone, "icon": icon, "role": role}
    return render_to_string("portal/components/callout.html", context)


@register.simple_block_tag
def empty_state(content, title, done=False, level=2):
    """Nothing here, or something went wrong: one sentence and one way on. ``done`` joins the hands."""
    context = {"content": content, "title": title, "done": done, "level": level}
    return render_to_string("portal/components/empty_state.html", context)


@register.inclusion_tag("portal/components/refusal.html")
def refusal(violations):
    """Why an action was refused: every violation with its source. Renders nothing without any."""
    return {"violations": violations}


@register.inclusion_tag("portal/components/rules.html")
def rules(verdicts):
    """Rule results, one ``portal.rules.Verdict`` a line: result, sentence, remedy, source."""
    return {"lines": [{"verdict": verdict, "chip": _verdict_chip(verdict)} for verdict in verdicts]}


def _verdict_chip(verdict):
    """A rule's result in one word; a verdict may say that its rule does not apply here."""
    if verdict.not_applicable:
        return {"text": _("Not applicable"), "tone": ""}
    if verdict.violation is not None:
        return {"text": _("Not met"), "tone": "bad"}
    if verdict.pending:
        return {"text": _("Up to the helper"), "tone": "info"}
    return {"text": _("Passed"), "tone": "ok"}


@register.inclusion_tag("portal/components/scores.html")
def scores(parts, possible=100, label=""):
    """One bar whose parts sum to the total; each part has ``label``, ``got`` and ``possible``."""
    segments, start = [], 0.0
    for index, part in enumerate(parts, 1):
        width = 100 * float(_get(part, "got")) / float(possible)
        segments.append({"part": part, "css": f"p{index}", "x": f"{start:.2f}%", "width": f"{width:.2f}%"})
        start += width
    return {"segments": segments, "label": label}


@register.inclusion_tag("portal/components/meter.html")
def meter(value, total, label, start="", end=""):
    """Progress to a stated end; ``start`` and ``end`` label both sides, ``label`` says it in words."""
    share = min(100.0, 100 * float(value) / float(total)) if total else 0
    return {"width": f"{share:.2f}%", "label": label, "start": start, "end": end}


@register.simple_block_tag
def candidate(content, person):
    """A ranked person: ``rank``, ``name``, ``about``, ``total``, ``parts``, ``verdicts``, ``summary``.

    Who cannot be chosen has ``barred`` (that in a word), ``lead`` (what would mend it) and ``failures``
    instead of a total; ``is_open`` unfolds the verdicts.

    The content is what can be done with them (the invite button and its note).
    """
    return render_to_string("portal/components/candidate.html", {"person": person, "content": content})


@register.inclusion_tag("portal/components/trail.html")
def trail(steps):
    """Who did what when: ``text``, optional ``note``, ``state`` ("now", "later", or nothing for done)."""
    return {"steps": steps}


@register.inclusion_tag("portal/components/figures.html")
def figures(items):
    """Up to four headline numbers: ``label``, ``value``, ``unit``, ``note``, and ``url`` of their rows."""
    return {"items": items}


@register.inclusion_tag("portal/components/flow.html")
def flow(steps):
    """A chain of sums, such as the five columns; as ``figures``, plus ``due`` where money is owed."""
    return {"steps": steps}


@register.inclusion_tag("portal/components/facts.html")
def facts(pairs):
    """Label and value pairs; a pair without a value is left out."""
    return {"pairs": [(label, value) for label, value in pairs if value not in ("", None)]}


@register.inclusion_tag("portal/components/grid_table.html")
def grid_table(caption, columns, rows, totals=(), caption_hidden=False, wordy=False):
    """A table that turns into cards on a phone.

    ``columns``: labels; a label ending in "#" is a column of numbers. ``rows``: lists of cells,
    the first of which names the row. ``totals``: one more such list. ``wordy``: cells hold
    sentences, which a card writes after their label instead of at its edge.
    """
    heads = [{"label": label.rstrip("#"), "number": label.endswith("#")} for label in columns]
    lines = [list(zip(heads, row, strict=True)) for row in rows]
    foot = list(zip(heads, totals, strict=True)) if totals else []
    return {
        "caption": caption,
        "caption_hidden": caption_hidden,
        "wordy": wordy,
        "heads": heads,
        "lines": lines,
        "foot": foot,
    }


@register.simple_tag
def messages_of(field):
    """The messages of one bound field; "required" becomes a sentence that says what to do."""
    messages = []
    for error in field.errors.as_data():
        if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
            messages.append(what_is_missing(field.field, field.label))
        else:
            messages.extend(error.messages)
    return messages


@register.simple_tag
def number_of_messages(form):
    """How many messages stand in the summary of a form."""
    return sum(len(messages) for messages in form.errors.values())


@register.inclusion_tag("portal/components/steps.html")
def steps(current, total, label=""):
    """Where am I in a long form."""
    states = ["done" if n < current else "now" if n == current else "" for n in range(1, total + 1)]
    return {"current": current, "total": total, "label": label, "states": states}


@register.inclusion_tag("portal/components/pager.html", takes_context=True)
def pager(context, page):
    """The pages of a list; keeps the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"request": context["request"], "page": page, "numbers": list(numbers)}


@register.inclusion_tag("portal/components/older_newer.html", takes_context=True)
def older_newer(context, page, ascends=False):
    """The way on through a list paged by key (``portal.backoffice.keyset``); keeps the filters.

    ``ascends`` for a list that begins with its oldest row.
    """
    return {
        "ascends": ascends,
        "newest_url": _paged(context["request"]),
        "newer_url": page.newer and _paged(context["request"], before=page.newer),
        "older_url": page.older and _paged(context["request"], after=page.older),
    }


def _paged(request, **key) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update(key)
    return f"?{query.urlencode()}"


def _get(thing, name):
    """A field of a dictionary or of an object, as templates read it."""
    return thing[name] if isinstance(thing, dict) else getattr(thing, name)
