"""People and groups: one file per noun."""

from .credentials import Credential, Insurance, RecordCheck
from .departures import Departure, DepartureKind
from .groups import LetterVersion, Membership, NoContact, SupervisionGroup
from .helpers import AvailabilityWindow, Consent, ConsentKind, Helper
from .imports import ImportBatch
from .plans import MatchPlan, PlanDecision, PlanQuestion, PlanRun
from .policy_drafts import PolicyDraft, PolicyTrial
from .positions import Invitation, Position, Recusal
from .recruitment import RecruitmentCall
from .subjects import Subject

__all__ = [
    "AvailabilityWindow",
    "Consent",
    "ConsentKind",
    "Credential",
    "Departure",
    "DepartureKind",
    "Helper",
    "ImportBatch",
    "Insurance",
    "Invitation",
    "LetterVersion",
    "MatchPlan",
    "Membership",
    "NoContact",
    "PlanDecision",
    "PlanQuestion",
    "PlanRun",
    "PolicyDraft",
    "PolicyTrial",
    "Position",
    "RecordCheck",
    "RecruitmentCall",
    "Recusal",
    "Subject",
    "SupervisionGroup",
]
