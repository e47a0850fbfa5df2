"""Bookings of one helper, room or subject never overlap: the database refuses the second (rule 23)."""

from django.db import migrations, models

from training import no_overlap


def install(apps, schema_editor):
    no_overlap.install(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("training", "0003_attendance_and_announcements")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="fitness_confirmed_again",
            field=models.BooleanField(
                default=False, verbose_name="fitness confirmed a second time, outside prison for illness"
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
