"""Nobody sits in a closed group any more: memberships end on the day their group was closed."""

from django.db import migrations
from django.utils import timezone


def end_memberships(apps, schema_editor):
    """Whoever is still entered as present left when the group was closed, never before they joined."""
    Membership = apps.get_model("volunteers", "Membership")
    present = Membership.objects.filter(left_on=None, group__state="closed").select_related("group")
    for seat in present.iterator():
        closed = timezone.localdate(seat.group.closed_at) if seat.group.closed_at else seat.joined_on
        seat.left_on, seat.leaving_reason = max(closed, seat.joined_on), "小组已关闭"
        seat.save(update_fields=["left_on", "leaving_reason"])


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0008_first_approval")]

    operations = [migrations.RunPython(end_memberships, migrations.RunPython.noop)]
