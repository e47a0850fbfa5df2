"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.main")

application = get_wsgi_application()

from portal.checks import refuse_to_serve_unready  # noqa: E402 - settings stand now

refuse_to_serve_unready()
