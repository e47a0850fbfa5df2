"""Notices reach their reader once, in neutral words, whatever dies on the way."""

import time
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from portal import moments, notice_texts, registry
from portal.accounts.sms import MemoryBackend
from portal.models import Notice, OutboxMessage, ShortMessage
from portal.models.outbox import MOST_ATTEMPTS
from portal.notifications import notify
from portal.registry import HelperPanel, Task
from portal.roles import HELPER, OFFICER
from portal.tasks import deliver_mail, deliver_outbox
from tests.factories.portal import UserFactory, login, user_with_role

pytestmark = pytest.mark.django_db

HOUR = 3600
TELLING = ("对象", "矫正", "罪", "刑", "缓刑", "假释", "未成年", "offender", "probation", "supervision")


@pytest.fixture
def reader():
    return user_with_role(HELPER, email="zhou@example.org")


@pytest.fixture
def news(monkeypatch):
    """A kind of notice with a placeholder."""
    monkeypatch.setattr(notice_texts, "_texts", {**notice_texts._texts})
    notice_texts.register("test.news", "Appointment on {day}", "See {code} in the portal.")
    return "test.news"


def later(seconds):
    return time_machine.travel(time.time() + seconds)


def no_server(*args, **kwargs):
    raise ConnectionRefusedError


def killed(*args, **kwargs):
    raise SystemExit


class TestTheOutbox:
    def test_a_promise_is_kept_by_the_next_run(self, reader, news, mailoutbox):
        notify([reader], news, day="12月2日", code="QH-2026-017", url="/me/")

        call_command("deliver_outbox")

        assert [(mail.to, mail.subject) for mail in mailoutbox] == [
            (["zhou@example.org"], "Appointment on 12月2日")
        ]

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            (
                "zh-hans",
                ("登录后查看：", "携手 · 青禾县", "咨询电话：0000-1234567", "您收到这封邮件，是因为"),
            ),
            ("en", ("Read it after signing in:", "Xieshou · Qinghe County", "Questions: call 0000-1234567")),
        ],
    )
    def test_a_mail_says_where_to_read_who_sends_it_and_where_to_turn(
        self, reader, news, mailoutbox, settings, language, said
    ):
        settings.WAGTAILADMIN_BASE_URL = "https://portal.example.gov"
        settings.SITE_IDENTITY = {"place": "青禾县", "phone": "0000-1234567"}
        settings.SITE_IDENTITY_ENGLISH = {"place": "Qinghe County"}
        reader.language = language
        reader.save()
        notify([reader], news, day="12月2日", code="QH-2026-017", url="/me/sessions/5/")

        deliver_outbox.call()

        body = mailoutbox[0].body
        assert [words for words in said if words not in body] == []
        assert "https://portal.example.gov/me/notices/" in body
        assert "/me/sessions/5/" not in body

    def test_a_second_run_sends_nothing_again(self, reader, news, mailoutbox):
        notify([reader], news)

        assert (deliver_outbox.call(), deliver_outbox.call(), len(mailoutbox)) == (1, 0, 1)

    def test_a_change_that_did_not_happen_promises_nothing(self, reader, news):
        with transaction.atomic():
            notify([reader], news)
            transaction.set_rollback(True)

        assert not Notice.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_what_fails_is_tried_again_ever_more_rarely(self, reader, news, mailoutbox, monkeypatch):
        notify([reader], news)
        with monkeypatch.context() as broken:
            broken.setattr("portal.tasks.send_mail", no_server)
            deliver_outbox.call()
            deliver_outbox.call()
            waiting = OutboxMessage.objects.get()
            assert (waiting.attempts, waiting.last_error) == (1, "ConnectionRefusedError")
            with later(70):
                deliver_outbox.call()
        assert OutboxMessage.objects.get().due_at > timezone.now() + timedelta(minutes=5)

        with later(HOUR):
            deliver_outbox.call()

        assert len(mailoutbox) == 1

    def test_a_message_that_never_leaves_is_given_up(self, reader, news, monkeypatch):
        notify([reader], news)
        OutboxMessage.objects.update(attempts=MOST_ATTEMPTS)

        assert not OutboxMessage.objects.due().exists()

    def test_one_bad_message_holds_up_nobody(self, reader, news, mailoutbox):
        notify([reader, UserFactory()], news)
        OutboxMessage.objects.filter(notice__account=reader).update(address="bad\naddress@example.org")

        assert (deliver_outbox.call(), len(mailoutbox)) == (1, 1)

    def test_a_worker_that_dies_while_sending_loses_nothing(self, reader, news, mailoutbox, monkeypatch):
        notify([reader], news)
        with monkeypatch.context() as dying:
            dying.setattr("portal.tasks.send_mail", killed)
            with pytest.raises(SystemExit):
                deliver_outbox.call()

        assert deliver_outbox.call() == 0
        with later(HOUR):
            assert deliver_outbox.call() == 1
        assert len(mailoutbox) == 1

    def test_a_message_in_one_workers_hands_is_left_alone_by_another(self, reader, news):
        notify([reader], news)
        message = OutboxMessage.objects.get()

        assert OutboxMessage.objects.claim(message.pk) == message
        assert deliver_mail(message.pk) is False

    def test_no_lock_is_held_while_the_server_thinks(self, reader, news, monkeypatch):
        inside = []
        notify([reader], news)
        depth = len(transaction.get_connection().savepoint_ids)
        monkeypatch.setattr(
            "portal.tasks.send_mail",
            lambda *args, **kwargs: inside.append(len(transaction.get_connection().savepoint_ids)),
        )

        deliver_outbox.call()

        assert inside == [depth]

    def test_a_mail_speaks_its_readers_language(self, mailoutbox, monkeypatch):
        monkeypatch.setattr(notice_texts, "_texts", {})
        notice_texts.register("test.language", gettext_lazy("Notices"), gettext_lazy("Nothing new."))
        notify([UserFactory(language="en"), UserFactory(language="zh-hans")], "test.language")

        deliver_outbox.call()

        assert [mail.subject for mail in mailoutbox] == ["Notices", "通知"]

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "on 2 December 09:00–10:30 and 2 December 2026"),
            ("zh-hans", "on 12月2日 09:00–10:30 and 2026年12月2日"),
        ],
    )
    def test_days_and_times_are_worded_in_the_language_of_whoever_reads_them(
        self, reader, monkeypatch, language, said
    ):
        monkeypatch.setattr(notice_texts, "_texts", {})
        notice_texts.register("test.when", "on {when} and {day}", "{when}")
        starts_at = datetime(2026, 12, 2, 9, tzinfo=timezone.get_default_timezone())
        with override("zh-hans"):
            span = moments.kept(starts_at, starts_at + timedelta(minutes=90))
            notify([reader], "test.when", when=span, day=date(2026, 12, 2))

        with override(language):
            assert Notice.objects.get().title == said

    @pytest.mark.parametrize("fact", ["HT-2026-1", "2026-13-45", "a/b", "2026-12-02/x", ""])
    def test_what_is_no_day_stays_as_it_is(self, fact):
        assert moments.as_read(fact) == fact

    def test_an_unknown_kind_still_tells_where_to_look(self, reader, mailoutbox):
        notify([reader], "nobody.registered.this")

        deliver_outbox.call()

        assert mailoutbox[0].subject

    def test_a_code_that_has_run_out_is_dropped_unsent(self):
        past = timezone.now() - timedelta(minutes=1)
        ShortMessage.objects.create(phone="+8613800138000", text="000000", expires_at=past)
        MemoryBackend.sent.clear()

        deliver_outbox.call()

        assert (MemoryBackend.sent, ShortMessage.objects.count()) == ([], 0)


@pytest.mark.parametrize("kind", sorted(notice_texts._texts))
def test_every_text_is_neutral(kind):
    """No reason for service, no person served, whatever an app registers (rule 57)."""
    for language_text in _both_languages(kind):
        assert [word for word in TELLING if word in language_text.lower()] == []


def _both_languages(kind):
    from django.utils import translation

    for language in ("zh-hans", "en"):
        with translation.override(language):
            text = notice_texts.text(kind)
            yield f"{text.title} {text.body}"


class TestMyNotices:
    @pytest.fixture
    def notice(self, reader, news):
        notify([reader], news, day="12月2日", code="QH-2026-017", url="/me/calendar/")
        return Notice.objects.get()

    def test_stand_in_the_list_and_are_counted_in_the_head(self, client, reader, notice):
        login(client, reader)

        page = client.get("/me/notices/").text

        assert "Appointment on 12月2日" in page
        assert '通知 <span class="num">1</span>' in page

    def test_opening_one_marks_it_and_leads_on(self, client, reader, notice):
        login(client, reader)

        answer = client.post(f"/me/notices/{notice.pk}/read/")

        assert answer["Location"] == "/me/calendar/"
        assert not Notice.objects.unread().exists()

    def test_never_lead_off_the_site(self, client, reader, notice):
        Notice.objects.update(url="https://evil.example/")
        login(client, reader)

        assert client.post(f"/me/notices/{notice.pk}/read/")["Location"] == "/me/notices/"

    def test_can_be_put_aside_together(self, client, reader, news):
        notify([reader, reader], news)
        login(client, reader)

        client.post("/me/notices/read/")

        assert not Notice.objects.unread().exists()

    def test_are_nobody_elses(self, client, notice):
        login(client, user_with_role(HELPER))

        assert client.post(f"/me/notices/{notice.pk}/read/").status_code == 404
        client.post("/me/notices/read/")
        assert Notice.objects.unread().count() == 1
        assert "Appointment" not in client.get("/me/notices/").text

    @pytest.mark.parametrize("address", ["/me/", "/me/notices/"])
    def test_need_a_sign_in(self, client, address):
        assert client.get(address)["Location"] == f"/accounts/login/?next={address}"

    @pytest.mark.parametrize("number", [1, 40])
    def test_cost_the_same_however_many(self, client, reader, news, number, django_assert_max_num_queries):
        notify([reader] * number, news)
        login(client, reader)
        client.get("/me/notices/")

        with django_assert_max_num_queries(7):
            client.get("/me/notices/")


class TestTheFirstPage:
    @pytest.fixture(autouse=True)
    def only_ours(self, monkeypatch):
        monkeypatch.setattr(registry.helper_tasks, "providers", [])
        monkeypatch.setattr(registry.helper_panels, "providers", [])

    @pytest.mark.parametrize(
        ("hour", "greeting"), [(8, "周岚，上午好"), (14, "周岚，下午好"), (20, "周岚，晚上好")]
    )
    def test_greets_by_name_and_time_of_day(self, client, hour, greeting):
        moment = timezone.localtime().replace(hour=hour)
        with time_machine.travel(moment):
            login(client, user_with_role(HELPER, name="周岚"))

            assert greeting in client.get("/me/").text

    def test_says_when_all_is_done(self, client, reader):
        login(client, reader)

        assert "没有需要您处理的事" in client.get("/me/").text

    def test_shows_late_things_first_with_their_buttons(self, client, reader):
        @registry.helper_tasks.register
        def tasks(user):
            return [
                Task("签署责任书", "/me/sign/", "阅读并签署", pairs=(("小组", "QH-2026-009"),)),
                Task("补签退", "/me/leave/", "补签退", late=True, due=timezone.localdate()),
            ]

        login(client, reader)
        page = client.get("/me/").text

        assert page.index("补签退") < page.index("签署责任书")
        assert 'href="/me/sign/">阅读并签署' in page

    def test_carries_what_other_apps_add(self, client, reader, settings):
        settings.TEMPLATES = [
            {
                **settings.TEMPLATES[0],
                "APP_DIRS": False,
                "OPTIONS": {
                    **settings.TEMPLATES[0]["OPTIONS"],
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"hours.html": "<p>{{ panel.hours }}</p>"}),
                        "django.template.loaders.app_directories.Loader",
                    ],
                },
            }
        ]

        @registry.helper_panels.register
        def panels(user):
            return [HelperPanel("hours.html", {"hours": "128.25 小时"}, aside=False)]

        login(client, reader)

        assert "128.25 小时" in client.get("/me/").text

    def test_leads_an_officer_to_the_back_office(self, client):
        login(client, user_with_role(OFFICER))

        assert 'href="/admin/"' in client.get("/me/").text
