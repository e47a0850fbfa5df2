"""What each role may do with people and groups."""

from portal.roles import ADMINISTRATOR, OFFICE_HEAD, OFFICER, grant

grant(
    [
        "volunteers.view_helper",
        "volunteers.vet_helper",
        "volunteers.import_helper",
        "volunteers.export_helper",
        "volunteers.view_credential",
        "volunteers.change_credential",
        "volunteers.view_recordcheck",
        "volunteers.add_recordcheck",
        "volunteers.view_insurance",
        "volunteers.add_insurance",
        "volunteers.view_departure",
        "volunteers.view_importbatch",
    ],
    OFFICER,
    OFFICE_HEAD,
)

# Subjects, groups, seats and invitations.
grant(
    [
        "volunteers.view_subject",
        "volunteers.add_subject",
        "volunteers.change_subject",
        "volunteers.view_supervisiongroup",
        "volunteers.add_supervisiongroup",
        "volunteers.change_supervisiongroup",
        "volunteers.activate_supervisiongroup",
        "volunteers.view_position",
        "volunteers.add_position",
        "volunteers.change_position",
        "volunteers.view_membership",
        "volunteers.view_invitation",
        "volunteers.add_invitation",
        "volunteers.change_invitation",
        "volunteers.view_nocontact",
        "volunteers.add_nocontact",
        "volunteers.view_matchplan",
        "volunteers.add_matchplan",
        "volunteers.view_planrun",
        "volunteers.add_planrun",
        "volunteers.view_recusal",
        "volunteers.add_recusal",
        "volunteers.view_recruitmentcall",
        "volunteers.add_recruitmentcall",
        "volunteers.change_recruitmentcall",
    ],
    OFFICER,
    OFFICE_HEAD,
)
grant(["volunteers.lift_nocontact"], OFFICE_HEAD)
grant(["volunteers.view_letterversion", "volunteers.add_letterversion"], ADMINISTRATOR)
