"""The helper's pages of invitations and letters, over HTTP, in Chinese."""

import pytest
from django.urls import reverse

from portal.models import AuditEntry
from portal.roles import OFFICE_HEAD
from tests.factories.groups import (
    InvitationFactory,
    MembershipFactory,
    PositionFactory,
    SubjectFactory,
    drafted_group,
    leading_officer,
)
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers.choices import GroupState, HelperState, InvitationState, MemberRole
from volunteers.models import Membership, NoContact

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(town):
    return HelperFactory(area=town)


@pytest.fixture
def invitation(town, helper):
    group = drafted_group(town, leading_officer(town))
    return InvitationFactory(position__group=group, helper=helper, position__risk_text="走访时两人同行。")


def page(client, name, pk=None):
    return client.get(reverse(f"volunteers:{name}", args=[pk] if pk else []))


def test_a_waiting_invitation_is_listed_and_says_what_it_costs_to_decline(client, helper, invitation):
    login(client, helper.account)

    assert "待您答复" in page(client, "invitations").content.decode()
    text = page(client, "invitation", invitation.pk).content.decode()
    assert "走访时两人同行。" in text
    assert "不参加不影响您的任何记录" in text


def test_officers_find_an_invitation_by_its_group(client, invitation):
    login(client, invitation.sent_by)

    assert invitation.position.group.subject.code in client.get(reverse("invitations:index")).text


def test_an_empty_list_says_what_will_appear(client, helper):
    login(client, helper.account)

    assert "没有待答复的邀请" in page(client, "invitations").content.decode()


def test_yes_leads_to_the_letter(client, helper, invitation):
    login(client, helper.account)

    answer = client.post(reverse("volunteers:invitation_accept", args=[invitation.pk]))

    assert answer.url == reverse("volunteers:letter", args=[invitation.position.group_id])
    assert "我已阅读并签署" in client.get(answer.url).content.decode()


def test_a_refusal_comes_back_with_its_reasons(client, helper, invitation):
    helper.state = HelperState.SUSPENDED
    helper.save(update_fields=["state"])
    login(client, helper.account)

    answer = client.post(reverse("volunteers:invitation_accept", args=[invitation.pk]))

    assert answer.status_code == 422
    assert "该人员尚未通过审核，不能安排服务。" in answer.content.decode()


def test_the_reason_of_a_no_contact_pair_stays_hidden_from_the_helper(client, helper, invitation):
    subject = invitation.position.group.subject
    NoContact.objects.create(
        subject=subject, helper=helper, reason="系本案被害人", recorded_by=invitation.sent_by
    )
    login(client, helper.account)

    text = client.post(reverse("volunteers:invitation_accept", args=[invitation.pk])).content.decode()

    assert "应当回避" in text
    assert "被害人" not in text


def test_no_leads_back_and_is_remembered(client, helper, invitation):
    login(client, helper.account)

    answer = client.post(reverse("volunteers:invitation_decline", args=[invitation.pk]))

    invitation.refresh_from_db()
    assert answer.url == reverse("volunteers:invitations")
    assert invitation.state == InvitationState.DECLINED


def test_the_letter_is_signed_once(client, helper, invitation):
    seat = MembershipFactory(group=invitation.position.group, role=MemberRole.HELPER, helper=helper)
    login(client, helper.account)
    url = reverse("volunteers:letter", args=[seat.group_id])

    first, second = client.post(url), client.post(url)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "本版责任书已经签署。" in second.content.decode()


@pytest.mark.parametrize("name", ["invitation", "invitation_accept", "invitation_decline"])
def test_somebody_elses_invitation_does_not_exist(client, invitation, name):
    login(client, HelperFactory().account)
    method = client.get if name == "invitation" else client.post

    assert method(reverse(f"volunteers:{name}", args=[invitation.pk])).status_code == 404


def test_an_officer_cannot_answer_for_a_helper(client, invitation):
    login(client, invitation.sent_by)

    assert client.post(reverse("volunteers:invitation_accept", args=[invitation.pk])).status_code == 404


def test_the_letter_of_a_group_i_am_not_in_does_not_exist(client, helper, invitation):
    login(client, helper.account)

    assert page(client, "letter", invitation.position.group_id).status_code == 404


def test_without_sign_in_the_pages_ask_for_it(client, invitation):
    assert page(client, "invitation", invitation.pk).status_code == 302


class TestOffice:
    """The officers' screens, walked once in Chinese."""

    def test_the_group_page_says_what_is_missing(self, client, town):
        officer = leading_officer(town)
        group = drafted_group(town, officer, is_female=True)
        login(client, officer)

        text = client.get(reverse("supervision_groups:inspect", args=[group.pk])).content.decode()

        assert "对象为女性，小组没有女性成员" in text
        assert "至少加入 1 名女性成员" in text
        assert "《社区矫正法》第二十五条" in text

    def test_activation_too_early_lists_every_rule(self, client, town):
        officer = leading_officer(town)
        group = drafted_group(town, officer, is_female=True)
        login(client, officer)

        answer = client.post(reverse("supervision_groups:activate", args=[group.pk]))

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "社区矫正对象为女性，矫正小组中应有女性成员。" in text
        assert f"以下成员尚未签署矫正责任书：{officer.name}。" in text

    def test_candidates_are_ranked_and_found_by_name(self, client, town, helper):
        officer = leading_officer(town)
        position = PositionFactory(group=drafted_group(town, officer))
        HelperFactory(area=town, name="林小满", trained_on=None)
        login(client, officer)
        url = reverse("positions:candidates", args=[position.pk])

        text = client.get(url).content.decode()
        found = client.get(url, {"q": "林小满"}).content.decode()

        assert f"邀请{helper.name}" in text
        assert "若完成岗前培训，即可邀请" in text
        assert "岗前培训未完成" in found

    def test_somebody_who_cannot_be_invited_is_found_with_the_reason_and_what_would_mend_it(
        self, client, town
    ):
        officer = leading_officer(town)
        position = PositionFactory(group=drafted_group(town, officer))
        found = HelperFactory(area=town, name="林小满", trained_on=None, pledged_on=None)
        login(client, officer)

        answer = client.get(reverse("positions:candidates", args=[position.pk]), {"q": "林小满"})

        [card] = answer.context["found"]
        assert card["barred"] == "不能邀请"
        assert card["lead"] == "若完成岗前培训，并且签署保密承诺书，即可邀请"
        assert [failure.title for failure in card["failures"]] == ["岗前培训未完成", "未签署保密承诺书"]
        assert reverse("helpers:inspect", args=[found.pk]) in answer.content.decode()

    def test_whom_no_step_helps_is_found_as_such(self, client, town, helper):
        officer = leading_officer(town)
        group = drafted_group(town, officer)
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)
        position = PositionFactory(group=group)
        login(client, officer)

        answer = client.get(reverse("positions:candidates", args=[position.pk]), {"q": helper.name})

        assert answer.context["found"][0]["lead"] == "今天没有可以补办的步骤。"

    def test_an_invitation_is_sent_from_the_list(self, client, town, helper):
        officer = leading_officer(town)
        position = PositionFactory(group=drafted_group(town, officer))
        login(client, officer)
        url = reverse("positions:invite", args=[position.pk]) + f"?helper={helper.number}"

        assert client.get(url).status_code == 200
        client.post(url, {"override_reason": ""})

        assert position.invitations.get().helper == helper

    def test_a_foreign_helper_cannot_be_invited_by_typing_the_number(self, client, town):
        officer = leading_officer(town)
        position = PositionFactory(group=drafted_group(town, officer))
        stranger = HelperFactory()
        login(client, officer)

        url = reverse("positions:invite", args=[position.pk]) + f"?helper={stranger.number}"

        assert client.get(url).status_code == 404

    def test_a_subject_is_registered_and_gets_its_group(self, client, town):
        officer = leading_officer(town)
        login(client, officer)
        fields = {
            "code": "QH-2026-901",
            "area": town.pk,
            "correction_kind": "probation",
            "management_category": "ordinary",
            "starts_on": "2026-11-01",
            "ends_on": "2027-11-01",
        }

        answer = client.post(reverse("subjects:add"), fields)
        subject = officer.office.areas.get().subjects.get()
        formed = client.post(reverse("subjects:form_group", args=[subject.pk]), {"leader": officer.pk})

        assert answer.status_code == 302
        assert formed.url == reverse("supervision_groups:inspect", args=[subject.groups.get().pk])

    def test_members_of_every_kind_are_added(self, client, town):
        officer = leading_officer(town)
        group = drafted_group(town, officer)
        login(client, officer)
        url = reverse("supervision_groups:add_member", args=[group.pk])

        client.post(url, {"role": "relative", "label": "母亲", "is_female": "on"})
        refused = client.post(url, {"role": "relative", "label": "王芳 13800138000"})

        assert [seat.who for seat in group.memberships.filter(role="relative")] == ["母亲"]
        assert refused.status_code == 422

    def test_a_position_is_opened_from_the_group(self, client, town):
        officer = leading_officer(town)
        group = drafted_group(town, officer)
        login(client, officer)
        form = client.get(reverse("supervision_groups:open_position", args=[group.pk])).context["form"]
        fields = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        fields = {name: value for name, value in fields.items() if value not in (None, False)}
        fields |= {"help_kind": "home_visit", "windows": "周六 09:00-11:00", "fixed_time": "on"}
        fields["minutes_per_month"] = 480

        answer = client.post(reverse("supervision_groups:open_position", args=[group.pk]), fields)

        position = group.positions.get()
        assert answer.url == reverse("positions:candidates", args=[position.pk])
        assert position.windows == [{"day": 6, "from": "09:00", "to": "11:00"}]

    def test_correction_ends_with_a_hand_over(self, client, town):
        officer = leading_officer(town)
        group = drafted_group(town, officer)
        login(client, officer)

        client.post(
            reverse("subjects:end", args=[group.subject_id]),
            {"outcome": "released", "handed_over_to": "安置帮教工作站"},
        )

        group.refresh_from_db()
        assert group.state == GroupState.CLOSED

    def test_a_no_contact_pair_is_recorded_and_lifted(self, client, town, helper):
        head = user_with_role(OFFICE_HEAD, town)
        subject = SubjectFactory(area=town)
        login(client, head)

        client.post(
            reverse("no_contacts:add"), {"subject": subject.pk, "helper": helper.pk, "reason": "被害人"}
        )
        pair = NoContact.objects.get()
        client.post(reverse("no_contacts:lift", args=[pair.pk]), {"approval_number": "青矫〔2026〕8号"})

        pair.refresh_from_db()
        assert pair.lifted_at is not None

    @pytest.mark.parametrize(
        "route",
        [
            "supervision_groups:inspect",
            "supervision_groups:activate",
            "positions:candidates",
            "positions:invite",
            "positions:inspect",
            "invitations:inspect",
            "memberships:inspect",
            "subjects:inspect",
        ],
    )
    def test_foreign_objects_do_not_exist(self, client, town, invitation, route):
        stranger = leading_officer(AreaFactory(parent=town.get_parent()))
        objects = {
            "supervision_groups": invitation.position.group,
            "positions": invitation.position,
            "invitations": invitation,
            "memberships": invitation.position.group.memberships.first(),
            "subjects": invitation.position.group.subject,
        }
        login(client, stranger)

        answer = client.get(reverse(route, args=[objects[route.split(":")[0]].pk]))

        assert answer.status_code == 404


def test_yes_clicked_twice_takes_one_seat(client, helper, invitation):
    login(client, helper.account)
    url = reverse("volunteers:invitation_accept", args=[invitation.pk])

    first, second = client.post(url), client.post(url)

    assert (first.status_code, second.status_code) == (302, 422)
    assert Membership.objects.filter(group=invitation.position.group, helper=helper).count() == 1
    assert AuditEntry.objects.filter(action="invitation.accepted").count() == 1


def test_the_first_page_tells_the_risk_and_takes_the_answer(client, invitation, helper):
    login(client, helper.account)

    shown = client.get("/me/").content.decode()

    accept = reverse("volunteers:invitation_accept", args=[invitation.pk])
    assert shown.index("走访时两人同行。") < shown.index(f'<form method="post" action="{accept}">')
    assert reverse("volunteers:invitation_decline", args=[invitation.pk]) in shown
