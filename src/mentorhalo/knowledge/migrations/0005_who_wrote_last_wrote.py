"""Of versions written so far it is known who wrote last."""

from typing import Any

from django.db import migrations


def sign(apps: Any, _schema_editor: Any) -> None:
    versions = apps.get_model("knowledge", "PracticeVersion").objects
    writers = apps.get_model("knowledge", "PracticeVersion").writers.through
    known = versions.exclude(edited_by=None).values_list("pk", "edited_by")
    writers.objects.bulk_create(
        (writers(practiceversion_id=version, user_id=user) for version, user in known.iterator()),
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_writers_of_a_version")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
