"""The fixed vocabularies of hours and money: accounts, states, deliverables, suppliers, sources of funds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.choices import SessionKind


class Account(models.TextChoices):
    """The two accounts an hour may be booked to; never both (rule 40)."""

    VOLUNTEER = "volunteer", _("Volunteer service")
    PURCHASED = "purchased", _("Purchased service")


class RecordState(models.TextChoices):
    LOGGED = "logged", _("Awaiting verification")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Not verified")
    REVERSED = "reversed", _("Reversed")


# A record in one of these states claims its time; the others free it to be logged again.
CLAIMING = (RecordState.LOGGED, RecordState.VERIFIED)


class SupplierKind(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")
    PUBLIC_INSTITUTION_2 = "public_institution_2", _("Public institution, class two")
    SELF_GOVERNANCE = "self_governance", _("Grass-roots self-governance body")
    INDIVIDUAL = "individual", _("Individual")
    PUBLIC_INSTITUTION_1 = "public_institution_1", _("Public institution, class one")
    FUNDED_MASS_ORGANISATION = "funded_mass_organisation", _("Mass organisation on the state budget")


# Offered so that the refusal can be explained, never accepted (rule 79).
NO_SUPPLIER = frozenset({SupplierKind.PUBLIC_INSTITUTION_1, SupplierKind.FUNDED_MASS_ORGANISATION})


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    CLOSED = "closed", _("Contract ended")


class DeliverableKind(models.TextChoices):
    CASE_WORK = "case_work", _("Case work")
    GROUP_WORK = "group_work", _("Group work")
    COLLECTIVE_EDUCATION = "collective_education", _("Collective education")
    INDIVIDUAL_COUNSELLING = "individual_counselling", _("Individual counselling")
    GROUP_COUNSELLING = "group_counselling", _("Group counselling")
    PSYCH_ASSESSMENT = "psych_assessment", _("Psychological assessment")
    HOME_VISIT = "home_visit", _("Home visits")
    REMOTE_VISIT = "remote_visit", _("Visits by phone or video")
    SKILLS_TRAINING = "skills_training", _("Vocational skills training")
    EMPLOYMENT_GUIDANCE = "employment_guidance", _("Employment guidance")
    INVESTIGATION_ASSISTANCE = "investigation_assistance", _("Assistance with investigations")
    SUPERVISION_TRAINING = "supervision_training", _("Professional supervision and training")
    STAFFING = "staffing", _("Staff posts, hiring or dispatch")


# Hiring, dispatch and posts are no service that may be bought (rule 43).
NOT_PURCHASABLE = frozenset({DeliverableKind.STAFFING})


# What a session of each form delivers, where a contract has such an item.
DELIVERABLE_OF_SESSION = {
    SessionKind.INDIVIDUAL_TALK: DeliverableKind.CASE_WORK,
    SessionKind.INDIVIDUAL_COUNSELLING: DeliverableKind.INDIVIDUAL_COUNSELLING,
    SessionKind.GROUP_COUNSELLING: DeliverableKind.GROUP_COUNSELLING,
    SessionKind.COLLECTIVE_EDUCATION: DeliverableKind.COLLECTIVE_EDUCATION,
    SessionKind.SKILLS_TRAINING: DeliverableKind.SKILLS_TRAINING,
    SessionKind.HOME_VISIT: DeliverableKind.HOME_VISIT,
    SessionKind.REMOTE_VISIT: DeliverableKind.REMOTE_VISIT,
    SessionKind.JOB_FAIR: DeliverableKind.EMPLOYMENT_GUIDANCE,
}


class DeliverableUnit(models.TextChoices):
    HOUR = "hour", _("hours")
    CASE = "case", _("cases")
    SESSION = "session", _("sessions held")
    PERSON_TIME = "person_time", _("person-times")


class AcceptanceState(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SIGNED = "signed", _("Signed")


class StandardKind(models.TextChoices):
    TECHNICAL = "technical", _("Technical standard")
    SERVICE = "service", _("Service standard")
    SAFETY = "safety", _("Safety standard")


class SettlementState(models.TextChoices):
    CONFIRMED = "confirmed", _("Awaiting payment")
    PAID = "paid", _("Paid")


class CertificateState(models.TextChoices):
    ISSUED = "issued", _("Valid")
    REVOKED = "revoked", _("Revoked")


class FundSource(models.TextChoices):
    SUPERIOR = "superior", _("Allocated by the superior level")
    CITY = "city", _("City")
    COUNTY = "county", _("County match")
    TOWNSHIP = "township", _("Town or sub-district")
    SPECIAL = "special", _("Special fund")


class BudgetHead(models.TextChoices):
    """Expenditure heads of the ministries' opinion on corrections funds (rule 53)."""

    GUIDANCE = "guidance", _("Guidance and management")
    WORK = "work", _("Work expenses")
    EQUIPMENT = "equipment", _("Equipment")
    PURCHASE = "purchase", _("Purchased services")
