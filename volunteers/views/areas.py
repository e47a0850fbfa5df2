"""Choosing an area without a giant list: by name or code, or down the tree page by page."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.actions import Refused
from portal.models import Area, AreaLevel
from volunteers.actions import people
from volunteers.forms.people import ReachForm

from .profile import after, attempt, profile_page, render_step

MOST_HITS = 30


@profile_page
def area(request, helper):
    """Step 3: home, areas served, reach. Whoever goes on to choose an area keeps what was ticked."""
    form = ReachForm(request.POST or None, initial={"travels": helper.travels, "remote": helper.remote})
    purpose = request.POST.get("choose", "")
    if request.method == "POST" and form.is_valid():
        if helper.area_id is None and not purpose:
            form.add_error(None, _("Choose where you live first."))
        elif attempt(form, people.save_reach, helper, by=request.user, **form.cleaned_data):
            return redirect("volunteers:area_choose", purpose) if purpose else after(3, helper)
    served = with_places(list(helper.served_areas.all()))
    home = with_places([helper.area])[0] if helper.area_id else None
    return render_step(request, helper, 3, "area", form=form, served=served, home=home)


@profile_page
def area_choose(request, helper, purpose):
    """Find one area and take it as home, or as one more area served."""
    if purpose not in ("home", "served"):
        raise Http404(purpose)
    if request.method == "POST":
        return _take(request, helper, purpose)
    query, within = request.GET.get("query", "").strip()[:40], request.GET.get("within", "")
    here = get_object_or_404(Area, code=within) if within else _only_county()
    if query:
        found = Area.objects.exclude(level=AreaLevel.COUNTY).filter(
            Q(name__contains=query) | Q(code__startswith=query)
        )
    else:
        found = here.get_children() if here else Area.get_root_nodes()
    rows = with_places(list(found[: MOST_HITS + 1] if query else found))
    context = {
        "purpose": purpose,
        "query": query,
        "here": here,
        "trail": list(here.get_ancestors()) if here else [],
        "rows": rows[:MOST_HITS] if query else rows,
        "too_many": bool(query) and len(rows) > MOST_HITS,
    }
    return render_step(request, helper, 3, "area_choose", **context)


def _only_county() -> Area | None:
    """Where one county uses the portal, nobody has to pick it first."""
    counties = list(Area.get_root_nodes()[:2])
    return counties[0] if len(counties) == 1 else None


def _take(request, helper, purpose):
    area = get_object_or_404(Area.objects.exclude(level=AreaLevel.COUNTY), code=request.POST.get("area", ""))
    try:
        if purpose == "home":
            people.choose_home_area(helper, by=request.user, area=area)
        else:
            people.serve_area(helper, by=request.user, area=area, serve="remove" not in request.POST)
    except Refused as refused:
        for violation in refused.violations:
            messages.error(request, violation.message)
    return redirect("volunteers:area")


def with_places(areas: list[Area]) -> list[Area]:
    """The areas, each with ``place``: the names above it, read in one query."""
    step = Area.steplen
    above = {area.path[:end] for area in areas for end in range(step, len(area.path), step)}
    names = dict(Area.objects.filter(path__in=above).values_list("path", "name"))
    for area in areas:
        ends = range(step, len(area.path), step)
        area.place = " ".join(names.get(area.path[:end], "") for end in ends)
    return areas
