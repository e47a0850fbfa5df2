"""System checks that keep an unconfigured installation from going online."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def keys_outlive_the_process(app_configs, **kwargs):
    """A production server has its own secret, encryption and index keys."""
    if settings.SECRET_KEY_IS_TEMPORARY or "temporary" in settings.ENCRYPTION_KEYS:
        return [
            Error(
                "This installation has no keys of its own.",
                hint="Set XIESHOU_SECRET_KEY, XIESHOU_ENCRYPTION_KEYS and XIESHOU_INDEX_KEY, "
                "or run quickstart for a demo.",
                id="xieshou.E001",
            )
        ]
    return []
