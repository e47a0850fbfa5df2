"""Sign-in, second factor and sessions, all through django-allauth."""

import os

from .base import DEBUG, DEMO

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "portal.accounts.passwords.NotOneOfTheLast"},
]
SESSION_ENGINE = "portal.sessions"

LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Text messages: to files in the demo, to the office's gateway in production. Without a gateway
# nobody is asked for a phone number, since no code could reach it.
SMS_GATEWAY = os.environ.get("XIESHOU_SMS_GATEWAY", "")
SMS_GATEWAY_TOKEN = os.environ.get("XIESHOU_SMS_GATEWAY_TOKEN", "")
SMS_BACKEND = "portal.accounts.sms.GatewayBackend" if SMS_GATEWAY else "portal.accounts.sms.FileBackend"
_WITH_PHONE = bool(SMS_GATEWAY) or DEMO or DEBUG

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "signup": "portal.accounts.forms.SignUpForm",
    "request_login_code": "portal.accounts.forms.RequestCodeForm",
    "confirm_email_verification_code": "portal.accounts.forms.MailedCodeForm",
    "confirm_login_code": "portal.accounts.forms.SignInCodeForm",
    "confirm_password_reset_code": "portal.accounts.forms.NewPasswordCodeForm",
    "verify_phone": "portal.accounts.forms.TextedCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"} if _WITH_PHONE else {"email"}
# allauth offers its pages for a phone number only where it stands here; our form leaves it out.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"] if _WITH_PHONE else ["email*", "password1*"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO or DEBUG else "https"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Changing the address on the page that asks for its code works for a new account only, so the page
# would tell who has one already: whoever mistyped signs up again.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Rule 59: five failures lock the name for fifteen minutes; the rest are allauth's own limits.
# A double click may ask twice for a code, and a number may be changed, interrupted for the password
# and resumed within one minute.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/15m/key",
    "confirm_email": "2/10s/key,5/10m/key",
    "change_phone": "5/m/user",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}

MFA_ADAPTER = "portal.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
MFA_TOTP_ISSUER = "携手"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = True
