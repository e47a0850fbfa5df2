"""What each role may do with helpers, their certificates and rosters."""

from portal.roles import OFFICE_HEAD, OFFICER, grant

grant(
    [
        "volunteers.view_helper",
        "volunteers.vet_helper",
        "volunteers.import_helper",
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
