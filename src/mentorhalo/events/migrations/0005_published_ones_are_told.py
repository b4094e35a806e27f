from django.db import migrations
from django.db.models import F


def mark_as_told(apps, schema_editor):
    """Whoever is published already got a letter at that time."""
    programmes = apps.get_model("events", "WeekProgramme").objects
    programmes.filter(occasion__isnull=False, told_at=None).update(told_at=F("written_at"))


class Migration(migrations.Migration):
    dependencies = [("events", "0004_programmes_taken_down")]

    operations = [migrations.RunPython(mark_as_told, migrations.RunPython.noop)]
