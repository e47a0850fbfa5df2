"""Wagtail's and allauth's own addresses, by rule instead of one by one."""

# Part of the house: open to whoever works in the back office, or to everyone by nature.
HOUSE = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "admin/login/",
    "admin/password_reset/",
    "admin/test404/",
    "_util/login/",
    "admin/^.*/$",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailcore_login",
}
# What the public reads; who may see a page or document is Wagtail's own rule.
PUBLIC = {
    "wagtail_serve",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_authenticate_with_password",
}
# For nobody: our own screens take their place.
CLOSED = ("wagtailusers_", "wagtailadmin_reports:site_history", "wagtailadmin_error_test")
# Signing in and its factors check themselves; tests/portal holds their tests.
ACCOUNTS = ("account_", "mfa_", "second_factor_", "usersessions_")

VENDORS = {"wagtail", "allauth", "django", "wagtailcore", "wagtaildocs", "wagtailimages", "auth"}
SAMPLES = {"int": 1, "str": "1", "slug": "page", "uuid": "0" * 32}
