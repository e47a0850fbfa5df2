"""First words of a recruitment call by kind of help: what is asked, and the risks with precautions (rule 12).

The officer may change them before publishing. They are true of the duty and say nothing of a person.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteers.choices import HelperKind, HelpKind

AT_THE_OFFICE = gettext_lazy(
    "The service takes place at the judicial office with staff present; there is no particular danger. "
    "Should somebody become agitated, staff take over."
)
IN_A_ROOM = gettext_lazy(
    "The service takes place in a public room that the office provides; there is no particular danger. "
    "Never give out your home address or private telephone number."
)
RISKS = {
    HelpKind.HOME_VISIT: gettext_lazy(
        "On visits two go together and tell the office before and after; nobody enters a home alone. Roads "
        "and weather may be dangerous; in bad weather a telephone call takes its place. Accident insurance "
        "is recorded before the first visit."
    ),
    HelpKind.PSYCH_COUNSELLING: gettext_lazy(
        "Counselling takes place in the counselling room with staff within call. Strong feelings may arise; "
        "staff take over, and you may talk with a supervisor afterwards. Treatment is left to hospitals."
    ),
    HelpKind.FAMILY_RELATIONS: gettext_lazy(
        "Family members agree first. Quarrels may flare up; then leave at once and call the office. "
        "The first conversation takes place at the office."
    ),
    HelpKind.PUBLIC_BENEFIT_ACTIVITY: gettext_lazy(
        "Outdoor work brings heat, tools and traffic; the office gives protective equipment and instruction, "
        "and an accident insurance is recorded beforehand."
    ),
    HelpKind.VOCATIONAL_TRAINING: gettext_lazy(
        "Practical exercises may use tools; the training place gives safety instruction and protection, and "
        "an accident insurance is recorded beforehand."
    ),
    HelpKind.SCHOOLING: gettext_lazy(
        "The service takes place in a community room, with the knowledge of the guardian where there is one; "
        "never alone behind a closed door. No case information is given."
    ),
    HelpKind.LEGAL_AID: AT_THE_OFFICE,
    HelpKind.SOCIAL_RELIEF: AT_THE_OFFICE,
    HelpKind.SOCIAL_INSURANCE: AT_THE_OFFICE,
    HelpKind.TRANSITIONAL_PLACEMENT: AT_THE_OFFICE,
}


def risk_text(help_kind: str) -> str:
    """Possible risks and precautions of one kind of help."""
    return str(RISKS.get(HelpKind(help_kind), IN_A_ROOM))


def title(helper_kind: str, help_label: str) -> str:
    """The headline on the needs board."""
    return _("{helper} wanted: {help}").format(helper=public_kind(helper_kind), help=help_label)


def public_kind(helper_kind: str) -> str:
    """Whom a call looks for, as the public says it: in the register volunteers are "others"."""
    kind = HelperKind(helper_kind)
    return _("Volunteer") if kind == HelperKind.VOLUNTEER else str(kind.label)


def text(area: str, help_kind: str) -> str:
    """What a helper does, and how one comes to do it."""
    return _(
        "Supervision groups in {area} are looking for people who give {help}. You sign up, are vetted and "
        "finish the pre-service training; then the judicial office may invite you. Joining is your decision."
    ).format(area=area, help=help_kind)
