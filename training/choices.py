"""The fixed vocabularies of time and place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    INDIVIDUAL_TALK = "individual_talk", _("Individual talk or education")
    INDIVIDUAL_COUNSELLING = "individual_counselling", _("Individual counselling")
    GROUP_COUNSELLING = "group_counselling", _("Group counselling")
    COLLECTIVE_EDUCATION = "collective_education", _("Collective education or lecture")
    SKILLS_TRAINING = "skills_training", _("Skills training")
    HOME_VISIT = "home_visit", _("Home visit")
    REMOTE_VISIT = "remote_visit", _("Visit by phone or video")
    PUBLIC_BENEFIT_ACTIVITY = "public_benefit_activity", _("Public-benefit activity")
    JOB_FAIR = "job_fair", _("Job fair")
    ANNOUNCEMENT = "announcement", _("Announcement")
    GROUP_MEETING = "group_meeting", _("Supervision group meeting")
    JOINT_MEETING = "joint_meeting", _("Joint meeting")
    HELPER_TRAINING = "helper_training", _("Training of helpers")
    CASE_SUPERVISION = "case_supervision", _("Professional supervision")


# Enforcement stays with state staff (Community Corrections Law, Art. 10): chaired by officers only.
OFFICERS_ONLY = frozenset({SessionKind.ANNOUNCEMENT, SessionKind.JOINT_MEETING})
WITH_SEVERAL_SUBJECTS = frozenset(
    {
        SessionKind.GROUP_COUNSELLING,
        SessionKind.COLLECTIVE_EDUCATION,
        SessionKind.SKILLS_TRAINING,
        SessionKind.PUBLIC_BENEFIT_ACTIVITY,
        SessionKind.JOB_FAIR,
    }
)
OF_ONE_SUBJECT = frozenset(
    {
        SessionKind.INDIVIDUAL_TALK,
        SessionKind.INDIVIDUAL_COUNSELLING,
        SessionKind.HOME_VISIT,
        SessionKind.REMOTE_VISIT,
        SessionKind.ANNOUNCEMENT,
        SessionKind.GROUP_MEETING,
    }
)
COUNSELLING_KINDS = frozenset({SessionKind.INDIVIDUAL_COUNSELLING, SessionKind.GROUP_COUNSELLING})
# What a group that is still being formed may already do.
WITHOUT_GROUP_AT_WORK = frozenset({SessionKind.ANNOUNCEMENT, SessionKind.GROUP_MEETING})
# Where nobody travels.
REMOTE_KINDS = frozenset({SessionKind.REMOTE_VISIT})


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class RoomKind(models.TextChoices):
    TALK = "talk", _("Talk room")
    QUIET = "quiet", _("Quiet room")
    LAW = "law", _("Legal education room")
    LIBRARY = "library", _("Library")
    CORRECTION = "correction", _("Correction room")
    RELEASE = "release", _("Release room")
    TRAINING = "training", _("Education and training room")
    COUNSELLING = "counselling", _("Counselling room")
    REMOTE = "remote", _("Remote meeting room")
    ANNOUNCEMENT = "announcement", _("Announcement room")


class AttendanceState(models.TextChoices):
    EXPECTED = "expected", _("Expected")
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent with notice")
    NO_SHOW = "no_show", _("Did not come as agreed")
