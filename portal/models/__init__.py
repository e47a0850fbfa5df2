"""Accounts, areas, audit, notices, policies."""

from .accounts import User
from .areas import Area, AreaLevel, InAreaQuerySet, Office, OfficeKind, visible_area_ids
from .audit import AuditEntry
from .exports import ExportFile
from .notices import Notice
from .outbox import AccountMail, OutboxMessage, ShortMessage
from .passwords import PastPassword
from .policies import PolicyVersion
from .privacy import PrivacyNotice

__all__ = [
    "AccountMail",
    "Area",
    "AreaLevel",
    "AuditEntry",
    "ExportFile",
    "InAreaQuerySet",
    "Notice",
    "Office",
    "OfficeKind",
    "OutboxMessage",
    "PastPassword",
    "PolicyVersion",
    "PrivacyNotice",
    "ShortMessage",
    "User",
    "visible_area_ids",
]
