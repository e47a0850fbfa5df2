"""The wording of this app's notices: a date and a time, never a reason or a person served (rule 57)."""

from django.utils.translation import gettext_lazy as _

from portal.notice_texts import register

register(
    "session_booked",
    _("New service appointment"),
    _("{when}, {where}. Open your calendar to see it."),
)
register(
    "session_entered",
    _("A past service appointment was entered"),
    _("{when}, {where}. Report your hours, or tell the office if you were not there."),
)
register(
    "session_asked",
    _("A service appointment waits for your answer"),
    _("{when}, {where}. Please say in the portal whether you can come; saying no costs you nothing."),
)
register(
    "session_changed",
    _("A service appointment was changed"),
    _("It is now on {when}, {where}. Open your calendar to see it."),
)
register(
    "session_cancelled",
    _("A service appointment was cancelled"),
    _("The appointment on {when} does not take place. Your hours are not affected."),
)
register(
    "session_without_you",
    _("You are no longer needed at a service appointment"),
    _("The appointment on {when} was arranged anew without you. Your hours are not affected."),
)
register(
    "helper_cannot_come",
    _("A helper cannot come"),
    _("{number} cannot come on {when}. Please choose somebody else or change the appointment."),
)
register(
    "follow_up_wanted",
    _("A helper asks the judicial office to follow up soon"),
    _("{number} asks for it after the appointment on {when}. Read the report and get in touch."),
)
register(
    "bookings_unlawful",
    _("Appointments need another look"),
    _("{count} appointments or groups no longer meet a rule. Open the list in the back office."),
)
register(
    "course_scheduled",
    _("A date for your training"),
    _("“{title}”: {when}, {where}. Enrol on the page of the course."),
)
register(
    "course_moved_away",
    _("Your course has a new time at which you are not free"),
    _("“{title}” is now on {when}, when you have another appointment. Choose another date of the course."),
)
register(
    "course_passed",
    _("Training recorded"),
    _("“{title}” is recorded as passed."),
)
