"""A new privacy notice is agreed to again (rule 3); a new responsibility letter is signed again (rule 18)."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from portal import privacy_notice_actions, registry
from portal.actions import Refused
from portal.models import AuditEntry, Notice, PrivacyNotice
from portal.roles import ADMINISTRATOR, OFFICER
from tests.factories.groups import drafted_group, letter_in_force
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory, give_consents
from volunteers import tasks
from volunteers.actions import letter_versions
from volunteers.models import LetterVersion, Membership

pytestmark = pytest.mark.django_db


def version() -> int:
    """The notice that a page opened now shows."""
    return PrivacyNotice.objects.in_force(timezone.localdate()).pk


def agreed() -> dict:
    """Both boxes ticked under the notice in force."""
    return {"version": version(), "notice": "on", "sensitive": "on"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def administrator():
    return user_with_role(ADMINISTRATOR, AreaFactory())


@pytest.fixture
def helper():
    helper = HelperFactory()
    if not helper.consents.exists():
        give_consents(helper)
    return helper


def publish(administrator, day, **changes):
    fields = {"version": "2099-1", "text": "新的规则", "sensitive_text": "新的敏感信息说明", **changes}
    return privacy_notice_actions.publish_notice(effective_from=day, by=administrator, **fields)


def letter(administrator, day, text="新的责任书"):
    return letter_versions.publish_letter(effective_from=day, text=text, by=administrator)


def ask_at_sign_in(helper):
    return registry.sign_in_stops.panels_for(helper.account)


# The privacy notice


def test_whoever_agreed_to_the_old_notice_is_led_to_the_new_one_at_sign_in(administrator, helper, today):
    assert ask_at_sign_in(helper) == []

    publish(administrator, today)

    assert ask_at_sign_in(helper) == [reverse("volunteers:agree_again")]
    titles = [task.title for task in registry.helper_tasks.tasks_for(helper.account)]
    assert "同意新版个人信息处理规则" in titles


def test_nobody_is_asked_before_its_first_day(administrator, helper, today):
    publish(administrator, today + timedelta(days=1))

    assert ask_at_sign_in(helper) == []


def test_both_boxes_are_ticked_anew_and_the_old_consent_stays(client, administrator, helper, today):
    notice = publish(administrator, today)
    login(client, helper.account)

    assert (
        client.post(reverse("volunteers:agree_again"), {"version": version(), "notice": "on"}).status_code
        == 422
    )
    client.post(reverse("volunteers:agree_again"), agreed())

    assert ask_at_sign_in(helper) == []
    assert helper.consents.filter(notice=notice).count() == 2
    assert helper.consents.exclude(notice=notice).count() == 2


def test_nobody_agrees_to_a_wording_that_came_after_they_opened_the_page(
    client, administrator, helper, today
):
    read = agreed()
    notice = publish(administrator, today)
    login(client, helper.account)

    answer = client.post(reverse("volunteers:agree_again"), read)

    assert answer.status_code == 422
    assert "checked" not in answer.text.split("<main")[1]
    assert not helper.consents.filter(notice=notice).exists()


def test_the_sign_in_page_leads_there_whatever_was_asked_for(client, administrator, helper, today):
    publish(administrator, today)
    helper.account.set_password("richtig-langes-kennwort-9")
    helper.account.save()
    EmailAddress.objects.create(user=helper.account, email=helper.account.email, verified=True, primary=True)
    entry = {"login": helper.account.email, "password": "richtig-langes-kennwort-9"}

    answer = client.post(reverse("account_login") + "?next=/me/hours/", entry)

    assert answer["Location"] == reverse("volunteers:agree_again")


@pytest.mark.parametrize(
    ("changes", "days", "code"),
    [
        ({}, -1, "wording.in_the_past"),
        ({"text": "旧的", "sensitive_text": "旧的"}, 3, "wording.unchanged"),
        ({}, 2, "wording.day_taken"),
    ],
)
def test_a_notice_is_refused_with_what_is_wrong(administrator, today, changes, days, code):
    for ahead in (0, 2):
        PrivacyNotice.objects.create(
            version=f"old-{ahead}",
            effective_from=today + timedelta(days=ahead),
            text="旧的",
            sensitive_text="旧的",
        )

    with pytest.raises(Refused) as refused:
        publish(administrator, today + timedelta(days=days), **changes)

    assert [violation.code for violation in refused.value.violations] == [code]


def test_only_an_administrator_publishes(today):
    with pytest.raises(PermissionDenied):
        publish(user_with_role(OFFICER, AreaFactory()), today)


def test_the_preview_shows_the_new_wording_and_stores_nothing(client, administrator, today):
    login(client, administrator)
    fields = {
        "version": "2099-1",
        "effective_from": today.isoformat(),
        "text": "一、标题\n正文在这里",
        "sensitive_text": "说明",
    }

    page = client.post(reverse("privacy_notices:add"), {**fields, "preview": "1"}).text
    assert "<h3>一、标题</h3><p>正文在这里</p>" in page
    assert not PrivacyNotice.objects.filter(version="2099-1").exists()

    client.post(reverse("privacy_notices:add"), fields)
    assert PrivacyNotice.objects.in_force(today).version == "2099-1"
    assert AuditEntry.objects.filter(action="privacy_notice.published").exists()


# The responsibility letter


def test_a_letter_that_begins_today_is_signed_anew_by_every_group_in_use(administrator, today):
    group = drafted_group(AreaFactory(), signed=True)

    new = letter(administrator, today)

    group.refresh_from_db()
    assert group.letter == new
    assert Membership.objects.to_sign().filter(group=group).count() == group.memberships.count()
    assert Notice.objects.filter(kind="letter_replaced").exists()


def test_a_letter_of_a_later_day_waits_for_the_night_before_it(administrator, today):
    old = letter_in_force()
    group = drafted_group(AreaFactory(), signed=True)
    new = letter(administrator, today + timedelta(days=1))
    assert tasks.replace_letters.func() == 0

    LetterVersion.objects.filter(pk=new.pk).update(effective_from=today)

    assert tasks.replace_letters.func() == 1
    assert tasks.replace_letters.func() == 0
    group.refresh_from_db()
    assert (old.number, group.letter) == (old.number, new)


def test_the_administrator_publishes_a_letter_on_screen_after_reading_it(client, administrator, today):
    letter_in_force()
    login(client, administrator)
    fields = {"effective_from": (today + timedelta(days=3)).isoformat(), "text": "成员职责：协助帮扶。"}

    page = client.post(reverse("letters:add"), {**fields, "preview": "1"}).text
    assert "<p>成员职责：协助帮扶。</p>" in page
    client.post(reverse("letters:add"), fields)

    assert LetterVersion.objects.get(text="成员职责：协助帮扶。").number == 2
