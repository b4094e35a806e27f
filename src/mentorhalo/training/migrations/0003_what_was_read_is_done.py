from django.db import migrations
from django.db.models import F


def mark_as_done(apps, schema_editor):
    """Until now a reading was only written down once the learner had gone through."""
    apps.get_model("training", "Reading").objects.filter(done_at=None).update(done_at=F("begun_at"))


class Migration(migrations.Migration):
    dependencies = [("training", "0002_progress")]

    operations = [migrations.RunPython(mark_as_done, migrations.RunPython.noop)]
