"""Load the kinds of organisations that are shipped (data/organisation_kinds.csv)."""

import csv
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHIPPED = Path(__file__).parent.parent / "data" / "organisation_kinds.csv"


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kind: Any = apps.get_model("partners", "OrganisationKind")
    with SHIPPED.open(encoding="utf-8", newline="") as rows:
        kind.objects.using(schema_editor.connection.alias).bulk_create(
            [kind(**row) for row in csv.DictReader(rows)], ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
