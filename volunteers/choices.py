"""The fixed vocabularies of people and groups: kinds of helper, of help, of credential, and every state."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HelperKind(models.TextChoices):
    EXPERT = "expert", _("Expert")
    SCHOLAR = "scholar", _("Scholar")
    PUBLIC_FIGURE = "public_figure", _("Public figure")
    RETIREE = "retiree", _("Retired person")
    COMMITTEE_MEMBER = "committee_member", _("Member of a neighbourhood or village committee")
    VILLAGE_ASSISTANT = "village_assistant", _("Village-level assistant")
    STUDENT = "student", _("University student")
    TEACHER = "teacher", _("University teacher")
    RELATIVE = "relative", _("Close relative")
    EMPLOYER_STAFF = "employer_staff", _("Member of the subject's unit")
    PRISON_STAFF = "prison_staff", _("Prison or rehabilitation staff")
    LEGAL_WORKER = "legal_worker", _("Legal worker")
    COUNSELLOR = "counsellor", _("Counsellor")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    COMMUNITY_POLICE = "community_police", _("Community police officer")
    AUXILIARY = "auxiliary", _("Corrections auxiliary")
    OFFICE_STAFF = "office_staff", _("Judicial office staff")
    VOLUNTEER = "volunteer", _("Other volunteer")


# Relatives and people on official duty belong to groups, but their time is no volunteer service (rule 22).
NOT_VOLUNTEERING = frozenset(
    {
        HelperKind.RELATIVE,
        HelperKind.EMPLOYER_STAFF,
        HelperKind.PRISON_STAFF,
        HelperKind.COMMUNITY_POLICE,
        HelperKind.AUXILIARY,
        HelperKind.OFFICE_STAFF,
    }
)


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class HelpKind(models.TextChoices):
    LEGAL_EDUCATION = "legal_education", _("Rule-of-law education")
    MORAL_EDUCATION = "moral_education", _("Moral education")
    PSYCH_COUNSELLING = "psych_counselling", _("Psychological counselling")
    VOCATIONAL_TRAINING = "vocational_training", _("Vocational training")
    EMPLOYMENT_GUIDANCE = "employment_guidance", _("Employment guidance")
    SCHOOLING = "schooling", _("Help with schooling")
    FAMILY_RELATIONS = "family_relations", _("Mending family and social relations")
    SOCIAL_RELIEF = "social_relief", _("Social relief")
    SOCIAL_INSURANCE = "social_insurance", _("Social insurance")
    LEGAL_AID = "legal_aid", _("Legal aid")
    TRANSITIONAL_PLACEMENT = "transitional_placement", _("Transitional placement")
    HOME_VISIT = "home_visit", _("Home visit")
    PUBLIC_BENEFIT_ACTIVITY = "public_benefit_activity", _("Public-benefit activity")


class CredentialKind(models.TextChoices):
    ASSISTANT_SOCIAL_WORKER = "assistant_social_worker", _("Assistant social worker")
    SOCIAL_WORKER = "social_worker_certificate", _("Social worker certificate")
    SENIOR_SOCIAL_WORKER = "senior_social_worker", _("Senior social worker")
    COUNSELLOR = "counsellor_certificate", _("Counsellor certificate")
    COUNSELLING_TRAINING = "counselling_training", _("Basic training certificate in counselling")
    REGISTERED_PSYCHOLOGIST = "registered_psychologist", _("Registered psychologist")
    LEGAL_QUALIFICATION = "legal_qualification", _("Legal profession qualification")
    LAWYER_LICENCE = "lawyer_licence", _("Lawyer's licence")
    GRASSROOTS_LEGAL_WORKER = "grassroots_legal_worker", _("Grassroots legal service licence")
    TEACHER = "teacher_certificate", _("Teacher certificate")
    VOCATIONAL_SKILL = "vocational_skill", _("Vocational skill certificate")
    FAMILY_EDUCATION = "family_education", _("Family education guidance")


# One of these certificates must be in force as long as somebody serves as such a helper (rules 6-8).
CERTIFICATES_OF_KIND = {
    HelperKind.COUNSELLOR: frozenset(
        {
            CredentialKind.COUNSELLOR,
            CredentialKind.COUNSELLING_TRAINING,
            CredentialKind.REGISTERED_PSYCHOLOGIST,
        }
    ),
    HelperKind.SOCIAL_WORKER: frozenset(
        {
            CredentialKind.ASSISTANT_SOCIAL_WORKER,
            CredentialKind.SOCIAL_WORKER,
            CredentialKind.SENIOR_SOCIAL_WORKER,
        }
    ),
    HelperKind.LEGAL_WORKER: frozenset(
        {
            CredentialKind.LEGAL_QUALIFICATION,
            CredentialKind.LAWYER_LICENCE,
            CredentialKind.GRASSROOTS_LEGAL_WORKER,
        }
    ),
}

# Vetted tags say something an officer has checked; they may be required of a seat.
MINOR_SPECIALIST = "minor_specialist"


class HelperState(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Awaiting vetting")
    RETURNED = "returned", _("Returned for completion")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    SUSPENDED = "suspended", _("Suspended for review")
    LEFT = "left", _("Left")


class CredentialState(models.TextChoices):
    CLAIMED = "claimed", _("Awaiting check")
    VERIFIED = "verified", _("Checked")
    REJECTED = "rejected", _("Not accepted")


class CorrectionKind(models.TextChoices):
    PUBLIC_SURVEILLANCE = "public_surveillance", _("Public surveillance")
    PROBATION = "probation", _("Probation")
    PAROLE = "parole", _("Parole")
    TEMPORARY_SERVICE = "temporary_service", _("Temporary service outside prison")


class ManagementCategory(models.TextChoices):
    STRICT = "strict", _("Strict")
    ORDINARY = "ordinary", _("Ordinary")
    LENIENT = "lenient", _("Lenient")


class SubjectState(models.TextChoices):
    ACTIVE = "active", _("In correction")
    RELEASED = "released", _("Released")
    TERMINATED = "terminated", _("Terminated")
    MOVED = "moved", _("Moved to another execution place")


class GroupState(models.TextChoices):
    DRAFT = "draft", _("Being formed")
    ACTIVE = "active", pgettext_lazy("group", "Active")
    CLOSED = "closed", _("Closed")


class MemberRole(models.TextChoices):
    LEADER = "leader", _("Leader")
    OFFICER = "officer", _("Officer")
    COMMITTEE = "committee", _("Neighbourhood or village committee")
    RELATIVE = "relative", _("Relative or guardian")
    EMPLOYER = "employer", _("Unit or school")
    HELPER = "helper", _("Helper")


class PositionState(models.TextChoices):
    OPEN = "open", _("Open")
    INVITED = "invited", _("Invitation sent")
    FILLED = "filled", _("Filled")
    CANCELLED = "cancelled", _("Cancelled")


class PlanRunState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("planning", "Waiting to begin")
    RUNNING = "running", pgettext_lazy("planning", "Computing")
    DONE = "done", pgettext_lazy("planning", "Finished")
    STOPPED = "stopped", pgettext_lazy("planning", "Stopped")
    FAILED = "failed", pgettext_lazy("planning", "Failed")


class PairDecision(models.TextChoices):
    LOCK = "lock", pgettext_lazy("planning", "Locked")
    STRIKE = "strike", pgettext_lazy("planning", "Struck")


class PlanSeatState(models.TextChoices):
    """What has become of a seat of a plan by today; each seat is in exactly one of them."""

    PROPOSED = "proposed", pgettext_lazy("planning", "Proposed")
    WAITING = "waiting", _("Waiting for the answer")
    ACCEPTED = "accepted", _("Accepted")
    EMPTY = "empty", pgettext_lazy("planning", "Still empty")
    SETTLED = "settled", pgettext_lazy("planning", "Settled elsewhere")


class Priority(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Waiting for the answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CallState(models.TextChoices):
    OPEN = "open", _("Looking for helpers")
    FILLED = "filled", _("Found")
    WITHDRAWN = "withdrawn", pgettext_lazy("recruitment call", "Withdrawn")
    EXPIRED = "expired", _("Expired")


class DraftState(models.TextChoices):
    OPEN = "open", pgettext_lazy("policy draft", "Draft")
    ADOPTED = "adopted", pgettext_lazy("policy draft", "Put in force")
    DROPPED = "dropped", pgettext_lazy("policy draft", "Dropped")


class TrialState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("policy trial", "Waiting")
    RUNNING = "running", pgettext_lazy("policy trial", "Being computed")
    DONE = "done", pgettext_lazy("policy trial", "Done")
    FAILED = "failed", pgettext_lazy("policy trial", "Failed")


class RecusalReason(models.TextChoices):
    KIN = "kin", _("Kin")
    VICTIM = "victim", _("Victim")
    CO_OFFENDER = "co_offender", _("Co-offender")
    EMPLOYER = "employer", _("Employer")
    HOUSEHOLD = "household", _("Same household")
    OWN_SUPERVISION = "own_supervision", _("Own past supervision")
    EVALUATOR = "evaluator", _("Evaluator of the supplier")
