"""The screens of ``volunteers``."""

from portal import roles

from .table import OFFICES, Screen, back_office


def certificate_of(area, user):
    """A certificate that ``user`` claims."""
    from tests.factories.volunteers import CredentialFactory, HelperFactory
    from volunteers.models import Helper

    helper = Helper.objects.filter(account=user).first() or HelperFactory(account=user, area=area)
    return CredentialFactory(helper=helper, state="claimed")


def letter_version(area, user):
    """One more wording of the responsibility letter."""
    from tests.factories.groups import letter_in_force
    from volunteers.models import LetterVersion

    first = letter_in_force()
    number = LetterVersion.objects.count() + first.number
    return LetterVersion.objects.create(number=number, text="责任书", effective_from=first.effective_from)


def group_in(area, user):
    """A drafted group of ``area``."""
    from tests.factories.groups import drafted_group

    return drafted_group(area)


def subject_in(area, user):
    """A subject of ``area`` without a group."""
    from tests.factories.groups import SubjectFactory

    return SubjectFactory(area=area)


def member_in(area, user):
    """A relative in a group of ``area``."""
    from tests.factories.groups import MembershipFactory

    return MembershipFactory(group=group_in(area, user))


def position_in(area, user):
    """An open position of ``area``."""
    from tests.factories.groups import PositionFactory

    return PositionFactory(group=group_in(area, user))


def invitation_of(area, user):
    """An invitation to a position of ``area`` that waits for ``user``."""
    from tests.factories.groups import InvitationFactory
    from tests.factories.volunteers import HelperFactory
    from volunteers.models import Helper

    helper = Helper.objects.filter(account=user).first() or HelperFactory(account=user, area=area)
    return InvitationFactory(position__group=group_in(area, user), helper=helper)


def own_seat(area, user):
    """A seat of ``user`` in a group of ``area``."""
    from tests.factories.groups import MembershipFactory

    invitation = invitation_of(area, user)
    return MembershipFactory(group=invitation.position.group, role="helper", helper=invitation.helper)


def plan_of(area, user):
    """An area plan that proposes nothing."""
    from portal.models import User
    from volunteers.actions.plans import store_plan
    from volunteers.matching import plan
    from volunteers.matching_input import input_for

    data = input_for(area.code)
    return store_plan(data, plan(data, seconds=1), by=User.objects.system())


def call_in(area, user):
    """An open recruitment call of ``area``."""
    from tests.factories.groups import RecruitmentCallFactory

    return RecruitmentCallFactory(area=area)


def run_of(area, user):
    """A computation that was stopped before it began."""
    from tests.factories.portal import UserFactory
    from volunteers.models import PlanRun

    return PlanRun.objects.create(area=area, asked_by=UserFactory(), state="stopped")


def no_contact_in(area, user):
    """A pair of subjects who must not meet."""
    from tests.factories.portal import UserFactory
    from volunteers.models import NoContact

    return NoContact.objects.create(
        subject=subject_in(area, user),
        other_subject=subject_in(area, user),
        reason="同案犯",
        recorded_by=UserFactory(),
    )


def draft_of(area, user):
    """A drafted matching policy; it lies in no area."""
    from tests.factories.volunteers import PolicyDraftFactory

    return PolicyDraftFactory()


def trial_of(area, user):
    """A trial of a drafted policy on ``area``."""
    from volunteers.models import PolicyTrial

    draft = draft_of(area, user)
    return PolicyTrial.objects.create(draft=draft, area=area, value=draft.value, asked_by=draft.made_by)


POLICY_READERS = [role for role in roles.BACK_OFFICE if role != roles.EDITOR]

OFFICE_SCREENS = {
    ("subjects", subject_in): ("inspect", "edit", "form_group", "end"),
    ("supervision_groups", group_in): (
        "inspect",
        "sign",
        "activate",
        "add_member",
        "open_position",
        "change_leader",
        "recuse",
        "close",
    ),
    ("memberships", member_in): ("inspect", "paper", "remove"),
    ("positions", position_in): ("inspect", "candidates", "invite", "publish", "cancel"),
    ("invitations", invitation_of): ("inspect", "withdraw"),
    ("area_plans", plan_of): ("inspect", "send", "again", "seat", "decide"),
    ("plan_runs", run_of): ("inspect", "stop"),
    ("no_contacts", no_contact_in): ("inspect",),
    ("recruitment_calls", call_in): ("inspect", "withdraw"),
}


def helper_of(area, user):
    from tests.factories.volunteers import HelperFactory

    return HelperFactory.submitted(area=area)


def credential_of(area, user):
    from tests.factories.volunteers import CredentialFactory

    return CredentialFactory(helper=helper_of(area, user), state="claimed")


def departure_of(area, user):
    from tests.factories.volunteers import DepartureFactory

    return DepartureFactory(helper=helper_of(area, user))


def roster_of(area, user):
    """A roster is its bringer's alone; an empty one has nothing to download."""
    from volunteers.models import ImportBatch

    return ImportBatch.objects.create(
        by=user,
        file_name="roster.xlsx",
        rows='{"columns": [], "ignored": [], "rows": []}',
        summary={"created": 0, "updated": 0, "unchanged": 0, "failed": 0, "failures": []},
    )


PEOPLE = [
    *(
        Screen(f"{viewset}:{route}", OFFICES)
        for viewset in ("applications", "helpers", "credentials", "departures")
        for route in ("index", "index_results")
    ),
    *(
        Screen(f"helpers:{route}", OFFICES, helper_of)
        for route in (
            "inspect",
            "approve",
            "return",
            "refuse",
            "suspend",
            "reinstate",
            "paper-consent",
            "record-check",
            "insurance",
            "minors",
            "agreement",
            "reveal-id-number",
            "reveal-phone",
        )
    ),
    *(Screen(f"credentials:{route}", OFFICES, credential_of) for route in ("inspect", "verify", "reject")),
    *(Screen(f"departures:{route}", OFFICES, departure_of) for route in ("inspect", "finish")),
    *(
        Screen(f"helper_chooser:{route}", OFFICES)
        for route in ("choose", "choose_results", "chosen_multiple")
    ),
    Screen("helper_chooser:chosen", OFFICES, helper_of),
    Screen("helper_chooser:create"),
    Screen("helper_rosters", OFFICES),
    Screen("helper_roster_template", OFFICES),
    Screen("helper_roster", OFFICES, roster_of),
    Screen("helper_roster_failures", OFFICES, roster_of),
]

SCREENS = [
    *PEOPLE,
    *(
        Screen(f"{name}:{route}", OFFICES)
        for name, _make in OFFICE_SCREENS
        for route in ("index", "index_results")
    ),
    *(
        Screen(f"{name}:{route}", OFFICES, make)
        for (name, make), routes in OFFICE_SCREENS.items()
        for route in routes
    ),
    *back_office("letters", [roles.ADMINISTRATOR], letter_version, everywhere=True),
    Screen("letters:add", [roles.ADMINISTRATOR]),
    Screen("subjects:add", OFFICES),
    Screen("forecast", OFFICES),
    Screen("forecast_line", OFFICES, fixed=("counsellor",)),
    Screen("forecast_rows", OFFICES),
    Screen("recruit", OFFICES),
    Screen("matching_policy", POLICY_READERS),
    Screen("matching_draft_new", [roles.ADMINISTRATOR]),
    *(
        Screen(f"matching_{route}", [roles.ADMINISTRATOR], draft_of, everywhere=True)
        for route in ("draft", "draft_edit", "draft_adopt", "draft_drop", "trial_new")
    ),
    Screen("matching_trial", [roles.ADMINISTRATOR], trial_of, args=lambda trial: [trial.draft_id, trial.pk]),
    *(Screen(f"helper_loads:{route}", OFFICES) for route in ("index", "index_results", "export")),
    Screen("plan_runs:add", OFFICES),
    Screen("no_contacts:add", OFFICES),
    Screen("no_contacts:lift", [roles.OFFICE_HEAD], no_contact_in),
    *(Screen(f"subject_chooser:{name}", OFFICES) for name in ("choose", "choose_results", "chosen_multiple")),
    Screen("subject_chooser:chosen", OFFICES, subject_in),
    Screen("subject_chooser:create"),
    Screen("volunteers:invitations", roles.ALL),
    *(
        Screen(f"volunteers:{name}", [roles.HELPER], invitation_of)
        for name in ("invitation", "invitation_accept", "invitation_decline")
    ),
    Screen("volunteers:letter", [roles.HELPER], own_seat, args=lambda seat: [seat.group_id]),
    *(
        Screen(f"volunteers:{name}", roles.ALL)
        for name in (
            "profile",
            "start",
            "about",
            "skills",
            "credential_add",
            "area",
            "availability",
            "identity",
            "submit",
            "again",
            "accepting",
            "pledge",
            "leave",
            "agree_again",
        )
    ),
    Screen("volunteers:area_choose", roles.ALL, fixed=("home",)),
    Screen("volunteers:credential_remove", [roles.HELPER], certificate_of),
]
