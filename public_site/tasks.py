"""Background work on pages. Safe to run twice."""

from django.core.management import call_command
from django.tasks import task


@task(queue_name="default", backend="background")
def publish_pages() -> None:
    """Publish and expire what is due by now."""
    call_command("publish_pages")
