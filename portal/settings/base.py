"""Applications, templates, language, files and mail."""

import os
import secrets

from portal import instance

BASE_DIR = instance.BASE_DIR
DATA_DIR = instance.data_directory()
INSTANCE = instance.read()

DEBUG = os.environ.get("XIESHOU_DEBUG", "") == "1"
DEMO = os.environ.get("XIESHOU_MODE", INSTANCE.get("mode", "production")) == "demo"

# Commands that need no secrets (check, makemigrations, match --input) run without any; the
# server refuses to start on keys that die with the process (portal.checks).
SECRET_KEY_IS_TEMPORARY = not ("XIESHOU_SECRET_KEY" in os.environ or "secret_key" in INSTANCE)
SECRET_KEY = os.environ.get("XIESHOU_SECRET_KEY", INSTANCE.get("secret_key", secrets.token_urlsafe(50)))

ALLOWED_HOSTS = [host for host in os.environ.get("XIESHOU_HOSTS", "").split(",") if host]
if DEMO or DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "public_site",
    "services",
    "training",
    "volunteers",
    "portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    INSTALLED_APPS.append("django.contrib.postgres")  # Wagtail's search index asks for it there

MIDDLEWARE = [
    # First, so that the finished pages it keeps already carry every security header.
    "portal.middleware.public_pages.PublicPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.admin_styles.AdminStylesMiddleware",
    "portal.middleware.audit.AuditMiddleware",
    "portal.middleware.policies.PoliciesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.no_store.NoStoreMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.steady.SteadyAnswersMiddleware",
    "portal.middleware.sessions.SessionLimitsMiddleware",
    "portal.middleware.second_factor.SecondFactorMiddleware",
    "portal.middleware.editorial.EditorialMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.redirects.PublicRedirectMiddleware",
    "portal.middleware.unreadable.UnreadableValueMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "portal.rendering.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "portal.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Prepared exports until they are fetched: no address leads here, nobody else reads them.
    "exports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "exports",
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG

_TO_FILES = {
    "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "OPTIONS": {"file_path": DATA_DIR / "mail"},
}
_TO_SERVER = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": os.environ.get("EMAIL_HOST", "localhost"),
        "port": int(os.environ.get("EMAIL_PORT", "25")),
        "username": os.environ.get("EMAIL_HOST_USER", ""),
        "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
        "use_tls": os.environ.get("EMAIL_USE_TLS", "") == "1",
        "timeout": 10,
    },
}
# Whoever sends a mail promises it to the outbox; only the outbox speaks to the server.
MAILERS = {
    "default": {"BACKEND": "portal.accounts.mails.OutboxBackend"},
    "server": _TO_FILES if DEMO or DEBUG else _TO_SERVER,
}
DEFAULT_FROM_EMAIL = os.environ.get("XIESHOU_MAIL_FROM", "xieshou@localhost")

# Wagtail's search and reference index must be current when a save returns: only our own
# background work goes to the database queue.
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    # "default" is kept free for what somebody waits for; what may take minutes has queues of its own.
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow", "plans"]},
}

WAGTAIL_SITE_NAME = "携手"
WAGTAILADMIN_BASE_URL = os.environ.get("XIESHOU_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_FINISH_WORKFLOW_ACTION = "public_site.readings.publish_once_read"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Unlike a JPEG or PNG, the WebP that Wagtail makes does not repeat where a photograph was taken.
WAGTAILIMAGES_FORMAT_CONVERSIONS = dict.fromkeys(("avif", "bmp", "heic", "jpeg", "png", "tiff"), "webp")
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
