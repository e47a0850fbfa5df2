"""Every mail about an account: complete, in the reader's language, and neutral (rule 57)."""

import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.utils import timezone, translation

TEMPLATES = Path(settings.BASE_DIR) / "portal" / "templates"
MAILS = sorted(
    str(file.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for file in TEMPLATES.glob("*/email/*_subject.txt")
)
TELLING = re.compile("矫正|对象|志愿|司法|correction|probation|offender|volunteer", re.I)
FACTS = {
    "code": "123456",
    "ip": "192.0.2.1",
    "timestamp": timezone.now(),
    "signup_url": "https://site.example/",
    "password_reset_url": "https://site.example/",
}


@pytest.fixture(autouse=True)
def organised(settings):
    """A site that is run by an office whose name would tell what it is about."""
    settings.WAGTAILADMIN_BASE_URL = "https://site.example/"
    settings.SITE_IDENTITY = {"place": "青禾县", "organiser": "青禾县司法局", "phone": "0000-1234567"}
    settings.SITE_IDENTITY_ENGLISH = {"place": "Qinghe County"}


def mail(name, language, rf):
    with translation.override(language), request_context(rf.get("/")):
        return get_adapter().render_mail(name, "zhou@example.org", FACTS)


def test_there_are_as_many_as_allauth_sends_from_here():
    assert len(MAILS) == 16


@pytest.mark.parametrize("name", MAILS)
def test_in_chinese_it_is_chinese_only_and_neutral(name, rf):
    message = mail(name, "zh-hans", rf)
    text = f"{message.subject}\n{message.body}".replace("https://site.example/", "")

    assert re.findall(r"[A-Za-z]+", text) == []
    assert TELLING.search(text) is None


@pytest.mark.parametrize("name", MAILS)
def test_in_english_it_is_english_only_and_neutral(name, rf):
    message = mail(name, "en", rf)
    text = f"{message.subject}\n{message.body}"

    assert re.findall(r"[\u4e00-\u9fff]+", text) == []
    assert TELLING.search(text) is None


@pytest.mark.parametrize("name", MAILS)
def test_no_placeholder_is_left_empty_or_escaped(name, rf):
    body = mail(name, "en", rf).body

    assert "&" not in body
    assert not re.search(r"(When|From):\s*$", body, re.M)
    assert not name.endswith("code") or "123456" in body


@pytest.mark.parametrize("name", MAILS)
def test_it_names_the_site_and_where_to_turn(name, rf):
    body = mail(name, "zh-hans", rf).body

    assert "携手 · 青禾县\nhttps://site.example/\n咨询电话：0000-1234567" in body
