"""Load the kinds of log entries that are shipped (data/activity_kinds.json), with the spellings an import understands."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

SHIPPED = Path(__file__).parent.parent / "data" / "activity_kinds.json"


def ship_kinds(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("mentoring", "ActivityKind")
    known = {field.name for field in model._meta.fields}  # later migrations add some
    for row in json.loads(SHIPPED.read_text(encoding="utf-8")):
        values = {name: value for name, value in row.items() if name in known}
        model.objects.using(schema_editor.connection.alias).update_or_create(
            code=row["code"], defaults=values
        )


def take_back(apps: Any, schema_editor: Any) -> None:
    codes = [row["code"] for row in json.loads(SHIPPED.read_text(encoding="utf-8"))]
    apps.get_model("mentoring", "ActivityKind").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0001_initial")]

    operations = [migrations.RunPython(ship_kinds, take_back)]
