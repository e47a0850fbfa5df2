"""What each role may do with sessions, rooms, attendance and courses."""

from portal.roles import AUDITOR, OFFICE_HEAD, OFFICER, grant

grant(
    [
        "training.view_session",
        "training.add_session",
        "training.change_session",
        "training.view_booking",
        "training.change_booking",
        "training.view_room",
        "training.add_room",
        "training.change_room",
        "training.view_course",
        "training.add_course",
        "training.change_course",
        "training.view_coursecompletion",
        "training.add_coursecompletion",
    ],
    OFFICER,
    OFFICE_HEAD,
)
grant(
    [
        "training.view_session",
        "training.view_booking",
        "training.view_room",
        "training.view_course",
        "training.view_coursecompletion",
    ],
    AUDITOR,
)
# What may be taken away as a file, always with a reason (rule 62).
grant(["training.export_session", "training.export_booking"], OFFICER, OFFICE_HEAD, AUDITOR)
