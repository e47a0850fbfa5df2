"""Why somebody looked behind a mask stands in the audit log, where it is read and never changed."""

from django.db import migrations


def keep_reasons(apps, schema_editor):
    """One more entry for each look, with its reason, beside the one that was written without."""
    AuditEntry = apps.get_model("portal", "AuditEntry")
    for reveal in apps.get_model("portal", "Reveal").objects.order_by("pk"):
        about = {"object_type": reveal.object_type, "object_id": reveal.object_id, "actor_id": reveal.by_id}
        written = AuditEntry.objects.filter(action="personal_data.revealed", **about).order_by("pk").first()
        AuditEntry.objects.create(
            action="personal_data.revealed",
            at=reveal.at,
            area_id=written and written.area_id,
            object_label=written.object_label if written else "",
            detail={"field": reveal.field, "reason": reveal.reason},
            **about,
        )


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_prepared_exports")]

    operations = [
        migrations.RunPython(keep_reasons, migrations.RunPython.noop),
        migrations.DeleteModel(name="Reveal"),
        migrations.AlterModelOptions(
            name="auditentry",
            options={
                "default_permissions": ("view", "export"),
                "ordering": ["-pk"],
                "permissions": [("reveal_personal_data", "Can show personal data in full")],
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit log",
            },
        ),
    ]
