"""People and groups: one file per noun."""

from .credentials import Credential, Insurance, RecordCheck
from .groups import LetterVersion, Membership, NoContact, SupervisionGroup
from .helpers import AvailabilityWindow, Consent, Helper
from .positions import Invitation, Position, Recusal
from .subjects import Subject

__all__ = [
    "AvailabilityWindow",
    "Consent",
    "Credential",
    "Helper",
    "Insurance",
    "Invitation",
    "LetterVersion",
    "Membership",
    "NoContact",
    "Position",
    "RecordCheck",
    "Recusal",
    "Subject",
    "SupervisionGroup",
]
