"""The needs board: recruitment calls and open positions, never a word about the person to be helped."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from portal.models import Area
from volunteers.models import Position, RecruitmentCall

from .base import PublicPage, english_panel

NEEDS_A_PAGE = 20
TOWN_DEPTH = 2  # county, then town or sub-district


class NeedsPage(RoutablePageMixin, PublicPage):
    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    english_intro = models.CharField(_("introduction in English"), max_length=400, blank=True)

    parent_page_types = ["public_site.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    content_panels = [*PublicPage.content_panels, "intro", english_panel("english_title", "english_intro")]

    class Meta:
        verbose_name = _("needs board")
        verbose_name_plural = _("needs boards")

    def body_texts(self) -> list[str]:
        return [self.intro]

    @path("")
    def board(self, request):
        """Recruitment calls on the first page, then all published open positions, most pressing first."""
        needs = open_needs()
        page = Paginator(needs, NEEDS_A_PAGE).get_page(request.GET.get("page"))
        calls = open_calls() if page.number == 1 else []
        return self.render(request, context_overrides={"page_of_needs": page, "calls": calls})

    @path("<int:pk>/")
    def need(self, request, pk):
        """One open position; 404 once it is filled or withdrawn."""
        need = open_needs().filter(pk=pk).first()
        if need is None:
            raise Http404
        return self.render(request, template="public_site/need.html", context_overrides={"need": need})

    @path("calls/<int:pk>/")
    def call(self, request, pk):
        """One recruitment call; 404 once it has found its helpers, ended or was withdrawn."""
        call = open_calls().filter(pk=pk).first()
        if call is None:
            raise Http404
        return self.render(request, template="public_site/call.html", context_overrides={"call": call})


def open_needs():
    """The open positions the public reads, each with its ``place``: the town, never the village.

    One seat for one village would point at the person to be helped, as a call for it would (rule 57).
    """
    town = Substr(OuterRef("area__path"), 1, TOWN_DEPTH * Area.steplen)
    place = Subquery(Area.objects.filter(path=town).values("name")[:1])
    return Position.objects.on_needs_board().annotate(place=place)


def open_calls():
    """The recruitment calls the public reads, the one that ends first at the top."""
    return RecruitmentCall.objects.on_needs_board().with_found().select_related("area")
