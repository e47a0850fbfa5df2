"""Every public page in a real browser: accessible at both widths and in large print, nothing blocked."""

import pytest

from services.choices import Account
from tests.browser import WIDTHS, accessibility_faults, note_complaints, scrolls_sideways
from tests.factories.portal import AreaFactory
from tests.factories.public_site import (
    ArticlePageFactory,
    HomePageFactory,
    NeedsPageFactory,
    SectionPageFactory,
)
from tests.factories.services import HourSummaryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/needs/",
    "/law/",
    "/law/a/",
    "/search/",
    "/search/?query=矫正",
    "/search/?query=没有这个词",
    "/open/",
    "/open/dictionary/",
    "/open/verify-yourself/",
    "/nowhere/",
]


@pytest.fixture
def site():
    home = HomePageFactory()
    NeedsPageFactory(parent=home)
    section = SectionPageFactory(parent=home)
    ArticlePageFactory(parent=section, slug="a", text="什么是社区矫正", index_number="QH-1")
    county = AreaFactory(name="青禾县")
    for people, name in ((3, "柳溪镇"), (8, "石桥镇"), (40, "云岭镇")):
        town = AreaFactory(parent=county, name=name)
        HourSummaryFactory(town=town, person_times=people)
        HourSummaryFactory(town=town, person_times=people, account=Account.PURCHASED, ym=202609)


@pytest.mark.slow
@pytest.mark.parametrize("care", ["0", "1"])
def test_every_public_page_has_no_fault(page, live_server, site, care):
    page.goto(f"{live_server}/appearance/?care={care}&next=/open/")
    complaints = note_complaints(page)
    faults = []
    for address in ADDRESSES:
        page.goto(f"{live_server}{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{address} {width}: scrolls sideways"] if scrolls_sideways(page) else []
            faults += [f"{address} {width}: {fault}" for fault in accessibility_faults(page)]

    assert faults == []
    assert [text for text in complaints if "404" not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("care", ["0", "1"])
def test_on_the_narrowest_phone_every_tab_of_the_search_is_whole(page, live_server, site, care, language):
    page.set_viewport_size({"width": 320, "height": 700})
    for choice in (f"care={care}", f"language={language}"):
        page.goto(f"{live_server}/appearance/?{choice}&next=/search/%3Fquery%3D矫正")

    beyond = page.evaluate(
        """() => { const edge = document.querySelector(".tabs").getBoundingClientRect().right;
        return [...document.querySelectorAll(".tabs a")].filter(
            tab => tab.getBoundingClientRect().right > edge + 1 || tab.scrollWidth > tab.clientWidth
        ).map(tab => tab.textContent); }"""
    )
    assert beyond == []
