"""What was done to a plan and by whom, each act with the position and the person it was about."""

from django.utils.translation import gettext as _

from portal.backoffice import Panel, trail_panel
from portal.models import AuditEntry
from volunteers.models import Helper, MatchPlan, Position


def plan_trail(plan: MatchPlan) -> Panel:
    """The trail of a plan; its entries keep codes, which are read back as seats and names."""
    return trail_panel(plan, about=_about)


def _about(entries: list[AuditEntry]) -> dict[int, str]:
    """What each entry was about, by its key: seat and person of a decision, the numbers of a step."""
    details = [entry.detail for entry in entries]
    keys = {detail["need"].rpartition("/")[2] for detail in details if "need" in detail}
    seats = {
        one.need_id: str(one) for one in Position.objects.filter(pk__in=keys).select_related("group__subject")
    }
    numbers = {detail["helper"] for detail in details if "helper" in detail}
    names = dict(Helper.objects.filter(number__in=numbers).values_list("number", "name"))
    return {entry.pk: _words(entry.detail, seats, names) for entry in entries}


def _words(detail: dict, seats: dict[str, str], names: dict[str, str]) -> str:
    if "need" in detail:
        need, number = detail["need"], detail["helper"]
        group = need.rpartition("/")[0]
        return f"{group} · {seats.get(need, need)} → {names.get(number, '')} {number}"
    if "sent" in detail:
        return _("{sent} sent, {refused} not sent").format(**detail)
    if "filled" in detail:
        return _("{filled} proposed, {unmet} empty").format(**detail)
    return ""
