"""A matching policy is drafted with judged numbers, tried on today's plan, and put in force from a day on."""

import copy
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from portal import policies
from portal.actions import Refused
from portal.models import AuditEntry, PolicyVersion
from portal.roles import ADMINISTRATOR, OFFICE_HEAD
from tests.factories.groups import InvitationFactory, PositionFactory, drafted_group, leading_officer
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory, RecordCheckFactory
from volunteers import matching
from volunteers.actions import policy_drafts
from volunteers.actions.plans import store_plan
from volunteers.choices import MINOR_SPECIALIST, DraftState, TrialState
from volunteers.matching_input import input_for, policy_on
from volunteers.models import PolicyDraft, PolicyTrial
from volunteers.policies import MATCHING, RECORD_CHECK_DAYS
from volunteers.rules import matching_policy as rules

TABLE = MATCHING.default | {"record_check_days": 365}


def in_days(days: int) -> date:
    """Asked anew by each test: the suite may run across midnight."""
    return timezone.localdate() + timedelta(days=days)


def changed(**figures) -> dict:
    return rules.table(rules.figures(TABLE) | figures, in_days(0).isoformat())


def faulty(**figures) -> set[str]:
    return {violation.field for violation in rules.violations(changed(**figures))}


class TestTheNumbers:
    def test_a_table_is_its_figures_and_back(self):
        assert rules.table(rules.figures(TABLE), TABLE["effective"]) == TABLE

    def test_the_default_is_right(self):
        assert rules.violations(TABLE) == []
        assert rules.full_score(TABLE) == 100

    def test_the_engine_reads_what_the_form_allows(self):
        lowest = {figure.name: figure.low for figure in rules.FIGURES}
        data = {"policy": rules.table(lowest, "2026-01-01"), "as_of": "2026-01-01", "scope": "C"}
        empty = {key: [] for key in ("groups", "needs", "helpers", "held", "previous", "why")}
        areas = [{"code": "C", "parent": None}]

        matching.read(data | empty | {"schema": "xieshou-match-input/1", "areas": areas})

    @pytest.mark.parametrize(
        ("figures", "field"),
        [
            ({"score_skill": 31}, "score_skill"),
            ({"score_close_served": 21}, "score_close_same"),
            ({"score_close_remote": 8}, "score_close_same"),
            ({"priority_weight_normal": 4}, "priority_weight_urgent"),
            ({"record_check_days": 366}, "record_check_days"),
            ({"record_check_days": 0}, "record_check_days"),
            ({"buffer_min": 40}, "buffer_min"),
            ({"load_points": 21}, "load_points"),
            ({"effort_TAGS": 0}, "effort_TAGS"),
        ],
    )
    def test_a_wrong_number_is_told_beside_its_field(self, figures, field):
        assert faulty(**figures) == {field}

    def test_points_may_move_within_a_full_score(self):
        assert faulty(score_skill=20, score_language=20) == set()

    def test_the_policy_itself_refuses_what_the_form_refuses(self):
        wrong = copy.deepcopy(MATCHING.default)
        wrong["score"]["skill"] = 31

        assert MATCHING.violation(wrong) is not None
        assert MATCHING.violation(MATCHING.default) is None
        assert RECORD_CHECK_DAYS.violation(366) is not None


@pytest.fixture
def county(db):
    return AreaFactory()


@pytest.fixture
def administrator(county):
    return user_with_role(ADMINISTRATOR, county)


def a_draft(administrator, *, days: int = 0, reason: str = "联席会议决定", **figures) -> PolicyDraft:
    return policy_drafts.save_draft(
        None,
        figures=rules.figures(TABLE) | figures,
        effective_from=in_days(days),
        reason=reason,
        by=administrator,
    )


class TestDraftAndDecision:
    def test_a_draft_puts_nothing_in_force(self, administrator):
        a_draft(administrator, load_points=9)

        assert policy_on(in_days(0))["load_points"] == 2
        assert not PolicyVersion.objects.exists()

    def test_a_draft_put_in_force_holds_from_its_day(self, administrator):
        draft = a_draft(administrator, days=3, load_points=9, record_check_days=180)

        policy_drafts.adopt_draft(draft, by=administrator)

        in_force = [policy_on(in_days(days)) for days in (2, 3)]
        assert [(p["load_points"], p["record_check_days"]) for p in in_force] == [(2, 365), (9, 180)]
        assert policies.value(RECORD_CHECK_DAYS, in_days(3)) == 180
        assert AuditEntry.objects.filter(action="policy.set").count() == 2

    def test_what_does_not_change_gets_no_version(self, administrator):
        policy_drafts.adopt_draft(a_draft(administrator, load_points=9), by=administrator)

        assert set(PolicyVersion.objects.values_list("key", flat=True)) == {MATCHING.key}

    def test_a_draft_is_decided_once(self, administrator):
        draft = a_draft(administrator)
        policy_drafts.drop_draft(draft, by=administrator)

        for decide in (policy_drafts.drop_draft, policy_drafts.adopt_draft):
            with pytest.raises(Refused):
                decide(draft, by=administrator)
        with pytest.raises(Refused):
            policy_drafts.save_draft(
                draft,
                figures=rules.figures(TABLE),
                effective_from=in_days(0),
                reason="再改",
                by=administrator,
            )

    def test_without_a_reason_nothing_is_put_in_force(self, administrator):
        draft = a_draft(administrator, reason=" ", days=1)

        with pytest.raises(Refused):
            policy_drafts.adopt_draft(draft, by=administrator)

        draft.refresh_from_db()
        assert draft.state == DraftState.OPEN

    def test_a_version_of_today_is_corrected_by_the_next_draft(self, administrator):
        policy_drafts.adopt_draft(a_draft(administrator, load_points=9), by=administrator)
        policy_drafts.adopt_draft(a_draft(administrator, load_points=3), by=administrator)

        assert policies.value(MATCHING, in_days(0))["load_points"] == 3
        assert [version.value["load_points"] for version in PolicyVersion.objects.order_by("pk")] == [9, 3]

    def test_nobody_else_drafts_or_decides(self, administrator, county):
        head, draft = user_with_role(OFFICE_HEAD, county), a_draft(administrator)
        for act in (policy_drafts.adopt_draft, policy_drafts.drop_draft):
            with pytest.raises(PermissionDenied):
                act(draft, by=head)
        with pytest.raises(PermissionDenied):
            a_draft(head)
        with pytest.raises(PermissionDenied):
            policy_drafts.ask_trial(draft, area=county, by=head)

    def test_plans_use_the_version_of_their_day_and_old_plans_keep_theirs(self, administrator, county):
        officer = leading_officer(county)
        old = store_plan(data := input_for(county.code), matching.plan(data, seconds=1), by=officer)
        policy_drafts.adopt_draft(a_draft(administrator, load_points=9), by=administrator)
        new = store_plan(data := input_for(county.code), matching.plan(data, seconds=1), by=officer)

        old.refresh_from_db()
        assert (old.input["policy"]["load_points"], new.input["policy"]["load_points"]) == (2, 9)
        assert new.input["policy"]["effective"] == in_days(0).isoformat()


@pytest.fixture
def minors_seat(county):
    """A seat with a minor, and a specialist whose record check is 200 days old."""
    officer = leading_officer(county)
    seat = PositionFactory(
        group=drafted_group(county, officer, is_minor=True), required_tags=[MINOR_SPECIALIST]
    )
    helper = HelperFactory(area=county, tags=[MINOR_SPECIALIST])
    helper.served_areas.add(county)
    RecordCheckFactory(helper=helper, checked_on=in_days(-200))
    return seat, helper


class TestATrial:
    def test_it_waits_for_a_worker_and_is_computed_once(self, administrator, county):
        trial = policy_drafts.ask_trial(a_draft(administrator), area=county, by=administrator)
        assert trial.state == TrialState.WAITING

        assert [policy_drafts.run_trial(trial.pk, seconds=2) for _time in range(2)] == [True, False]
        trial.refresh_from_db()
        assert trial.state == TrialState.DONE

    def test_a_foreign_area_cannot_be_asked_about(self, administrator):
        with pytest.raises(PermissionDenied):
            policy_drafts.ask_trial(a_draft(administrator), area=AreaFactory(), by=administrator)

    def test_a_shorter_record_check_tells_who_drops_out(self, administrator, county, minors_seat):
        seat, helper = minors_seat
        draft = a_draft(administrator, record_check_days=180)
        trial = policy_drafts.ask_trial(draft, area=county, by=administrator)

        policy_drafts.run_trial(trial.pk, seconds=2)

        trial.refresh_from_db()
        assert (trial.result["before"]["filled"], trial.result["after"]["filled"]) == (1, 0)
        assert trial.result["seats"]["emptied"] == [{"need": seat.need_id, "from": helper.number}]
        assert trial.result["thresholds"]["drop_out"] == [helper.number]

    def test_an_invitation_the_draft_would_not_allow_is_told_apart(
        self, client, administrator, county, minors_seat
    ):
        seat, helper = minors_seat
        InvitationFactory(position=seat, helper=helper)
        draft = a_draft(administrator, record_check_days=180)
        trial = policy_drafts.ask_trial(draft, area=county, by=administrator)
        policy_drafts.run_trial(trial.pk, seconds=2)
        login(client, administrator)

        page = client.get(reverse("matching_trial", args=[draft.pk, trial.pk])).text

        assert "已发出邀请，按草案不再符合" in page
        assert "开始前 180 天内没有违法犯罪记录查询" in page
        assert helper.number in page
        assert "今天的方案不会改变" not in page

    def test_a_trial_keeps_no_plan_and_puts_nothing_in_force(self, administrator, county, minors_seat):
        trial = policy_drafts.ask_trial(a_draft(administrator, load_points=9), area=county, by=administrator)
        policy_drafts.run_trial(trial.pk, seconds=2)

        assert not PolicyVersion.objects.exists()
        assert input_for(county.code)["policy"]["load_points"] == 2
        assert input_for(county.code)["previous"] == []

    def test_what_cannot_be_computed_says_so(self, administrator, county, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("solver")

        trial = policy_drafts.ask_trial(a_draft(administrator), area=county, by=administrator)
        monkeypatch.setattr(policy_drafts, "what_if", broken)
        with pytest.raises(RuntimeError):
            policy_drafts.run_trial(trial.pk)

        trial.refresh_from_db()
        assert trial.state == TrialState.FAILED


class TestTheScreens:
    def _form(self, client, address) -> dict:
        form = client.get(address).context["form"]
        return {name: value for name, value in form.initial.items() if value is not None}

    def test_the_policy_list_leads_to_the_numbers_in_words(self, client, administrator):
        login(client, administrator)

        assert reverse("matching_policy") in client.get("/admin/policies/").text
        page = client.get(reverse("matching_policy")).text
        assert "紧急岗位的权重" in page
        assert "priority_weight" not in page
        assert client.get("/admin/policies/matching/decide/")["Location"] == reverse("matching_policy")

    def test_a_draft_is_written_tried_and_put_in_force(self, client, administrator, county, minors_seat):
        login(client, administrator)
        new = reverse("matching_draft_new")
        data = self._form(client, new) | {"record_check_days": 180, "reason": "市局通知"}
        kept = client.post(new, data)
        draft = PolicyDraft.objects.get()
        assert kept["Location"] == reverse("matching_draft", args=[draft.pk])
        assert "365" in client.get(kept["Location"]).text

        asked = client.post(reverse("matching_trial_new", args=[draft.pk]), {"area": county.pk})
        assert "正在计算两个方案" in client.get(asked["Location"]).text
        policy_drafts.run_trial(PolicyTrial.objects.get().pk, seconds=2)
        page = client.get(asked["Location"]).text
        assert "开始前 180 天内没有违法犯罪记录查询" in page
        assert "{" not in page.partition('id="trial"')[2].partition("</main>")[0]
        seat, helper = minors_seat
        assert helper.number in page
        assert helper.name not in page
        assert seat.group.subject.code not in page

        client.post(reverse("matching_draft_adopt", args=[draft.pk]))
        assert policies.value(RECORD_CHECK_DAYS, in_days(7)) == 180
        assert "市局通知" in client.get(reverse("matching_policy")).text

    def test_a_wrong_number_stands_beside_its_field_and_keeps_what_was_typed(self, client, administrator):
        login(client, administrator)
        new = reverse("matching_draft_new")

        answer = client.post(new, self._form(client, new) | {"score_skill": 99, "load_points": "x"})
        assert set(answer.context["form"].errors) == {"load_points"}
        answer = client.post(new, self._form(client, new) | {"score_skill": 99})

        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"score_skill"})
        assert 'value="99"' in answer.text
        assert not PolicyDraft.objects.exists()

    def test_before_a_draft_corrects_a_version_its_page_says_so(self, client, administrator):
        policy_drafts.adopt_draft(a_draft(administrator, load_points=9, reason="试行"), by=administrator)
        draft = a_draft(administrator, load_points=3)
        login(client, administrator)

        assert (
            "理由：试行。施行本草案即更正该版本"
            in client.get(reverse("matching_draft_adopt", args=[draft.pk])).text
        )
        client.post(reverse("matching_draft_adopt", args=[draft.pk]))
        assert "已更正" in client.get(reverse("matching_policy")).text

    def test_a_draft_that_is_decided_offers_nothing_more(self, client, administrator):
        draft = policy_drafts.drop_draft(a_draft(administrator), by=administrator)
        login(client, administrator)

        assert (
            reverse("matching_draft_adopt", args=[draft.pk])
            not in client.get(reverse("matching_draft", args=[draft.pk])).text
        )
        assert client.get(reverse("matching_draft_adopt", args=[draft.pk])).status_code == 404
        assert client.post(reverse("matching_draft_adopt", args=[draft.pk])).status_code == 422

    def test_a_lost_trial_says_that_no_worker_answers(self, client, administrator, county):
        trial = policy_drafts.ask_trial(a_draft(administrator), area=county, by=administrator)
        PolicyTrial.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
        login(client, administrator)

        page = client.get(reverse("matching_trial", args=[trial.draft_id, trial.pk])).text
        assert "没有后台进程处理" in page

    def test_a_trial_stored_in_an_earlier_format_is_offered_again_for_its_area(
        self, client, administrator, county
    ):
        trial = policy_drafts.ask_trial(a_draft(administrator), area=county, by=administrator)
        PolicyTrial.objects.update(state=TrialState.DONE, result={"before": {"filled": 1}, "seats": {}})
        login(client, administrator)

        page = client.get(reverse("matching_trial", args=[trial.draft_id, trial.pk]))
        again = f"{reverse('matching_trial_new', args=[trial.draft_id])}?area={county.pk}"
        assert "由较早的版本保存" in page.text
        assert again in page.text
        assert client.get(again).context["form"].initial["area"] == county
        assert "由较早的版本保存" in client.get(reverse("matching_draft", args=[trial.draft_id])).text

    @pytest.mark.parametrize("area", ["²", "٣", "x"])
    def test_an_area_that_is_none_is_simply_not_filled_in(self, client, administrator, area):
        login(client, administrator)
        address = reverse("matching_trial_new", args=[a_draft(administrator).pk])

        assert client.get(address, {"area": area}).context["form"].initial == {}

    def test_a_decided_draft_is_titled_by_what_became_of_it(self, client, administrator):
        login(client, administrator)
        adopted = policy_drafts.adopt_draft(a_draft(administrator, load_points=9), by=administrator)
        dropped = policy_drafts.drop_draft(a_draft(administrator), by=administrator)

        titles = [
            client.get(reverse("matching_draft", args=[draft.pk])).context["page_title"]
            for draft in (adopted, dropped)
        ]
        assert "起施行" in titles[0]
        assert "已放弃" in titles[1]
        assert not any("拟自" in title for title in titles)

    def test_what_a_draft_was_decided_on_stays_readable(self, client, administrator, county, minors_seat):
        """After its day the policy in force is its own, and would compare with nothing."""
        login(client, administrator)
        draft = a_draft(administrator, record_check_days=180)
        trial = policy_drafts.ask_trial(draft, area=county, by=administrator)
        policy_drafts.run_trial(trial.pk, seconds=2)
        policy_drafts.adopt_draft(draft, by=administrator)
        page = client.get(reverse("matching_draft", args=[draft.pk]))

        assert [(old, new) for _label, old, new in page.context["change_rows"]] == [(365, 180)]
        assert reverse("matching_trial", args=[draft.pk, trial.pk]) in page.text
        result = client.get(reverse("matching_trial", args=[draft.pk, trial.pk]))
        assert [(old, new) for _label, old, new in result.context["limit_rows"]] == [(365, 180)]

    def test_a_decided_draft_is_not_tried_any_more(self, client, administrator, county):
        draft = policy_drafts.adopt_draft(a_draft(administrator, load_points=9), by=administrator)
        login(client, administrator)

        with pytest.raises(Refused):
            policy_drafts.ask_trial(draft, area=county, by=administrator)
        answer = client.get(reverse("matching_trial_new", args=[draft.pk]))
        assert answer["Location"] == reverse("matching_draft", args=[draft.pk])

    def test_its_pages_stand_below_the_policies_so_that_their_menu_item_is_marked(self, administrator):
        policies_page = reverse("policies")

        assert reverse("matching_policy").startswith(policies_page)
        assert reverse("matching_draft", args=[1]).startswith(policies_page)

    def test_officers_read_the_numbers_and_no_drafts(self, client, administrator, county):
        a_draft(administrator)
        login(client, leading_officer(county))

        page = client.get(reverse("matching_policy")).text
        assert "紧急岗位的权重" in page
        assert reverse("matching_draft_new") not in page
        assert "联席会议决定" not in page
