"""System checks that keep an unconfigured installation from going online."""

import base64
import binascii

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

OWN_TO_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


@register(Tags.security, deploy=True)
def keys_outlive_the_process(app_configs, **kwargs):
    """A production server has its own secret, encryption and index keys."""
    if settings.SECRET_KEY_IS_TEMPORARY or settings.PRIVACY_KEYS_ARE_TEMPORARY:
        return [
            Error(
                "This installation has no keys of its own.",
                hint="Set XIESHOU_SECRET_KEY, XIESHOU_ENCRYPTION_KEYS and XIESHOU_INDEX_KEY, "
                "or run quickstart for a demo.",
                id="xieshou.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def keys_are_whole(app_configs, **kwargs):
    """Every key is 256 bits, and the index key opens nothing."""
    keys = [*settings.ENCRYPTION_KEYS.values(), settings.INDEX_KEY]
    if not all(_is_a_key(key) for key in keys):
        return [
            Error("An encryption or index key is not 32 bytes in URL-safe base64.", id="xieshou.E002"),
        ]
    if settings.INDEX_KEY in settings.ENCRYPTION_KEYS.values():
        return [Error("The index key must differ from every encryption key.", id="xieshou.E003")]
    return []


def _is_a_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text.encode())) == 32
    except (binascii.Error, ValueError):
        return False


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs, **kwargs):
    """A wildcard would let anyone decide where our own links lead."""
    if "*" in settings.ALLOWED_HOSTS:
        return [Error("XIESHOU_HOSTS must name the site's hosts, not *.", id="xieshou.E004")]
    return []


@register(Tags.security, deploy=True)
def cache_is_shared(app_configs, **kwargs):
    """Limits on guessing passwords are counted in the cache; one a process would multiply them."""
    if settings.CACHES["default"]["BACKEND"].endswith(OWN_TO_ONE_PROCESS):
        return [Error("The cache must be shared by all processes: the database or Redis.", id="xieshou.E005")]
    return []


@register(Tags.security, deploy=True)
def demo_is_no_production(app_configs, **kwargs):
    """The demo shows everyone's second factor."""
    if settings.DEMO:
        return [
            Warning("Demo mode shows second-factor codes. Never keep real data in it.", id="xieshou.W001")
        ]
    return []


def refuse_to_serve_unready() -> None:
    """Raise ``ImproperlyConfigured`` where a production server would start on errors of these checks."""
    if settings.DEMO or settings.DEBUG:
        return
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    errors = [str(message) for message in found if message.is_serious() and not message.is_silenced()]
    if errors:
        raise ImproperlyConfigured("\n".join(errors))
