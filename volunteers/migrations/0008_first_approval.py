"""Who was ever approved is told apart from who was only returned or refused."""

from django.db import migrations, models


def approvals(apps, schema_editor):
    """A decision stored so far was an approval unless the application was sent back and no group followed."""
    Helper = apps.get_model("volunteers", "Helper")
    sent_back = models.Q(state__in=["returned", "refused"], memberships=None)
    decided = Helper.objects.filter(vetted_at__isnull=False).exclude(pk__in=Helper.objects.filter(sent_back))
    decided.update(approved_at=models.F("vetted_at"))


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0007_plan_questions")]

    operations = [
        migrations.AddField(
            "helper",
            "approved_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first approved"),
        ),
        migrations.RunPython(approvals, migrations.RunPython.noop),
    ]
