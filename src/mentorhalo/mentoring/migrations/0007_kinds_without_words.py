"""Of supervision the hours alone are kept."""

from typing import Any

from django.db import migrations, models


def of_supervision(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("mentoring", "ActivityKind").objects.using(schema_editor.connection.alias)
    kinds.filter(code="supervision").update(has_content=False)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0006_shared_entries")]

    operations = [
        migrations.AddField(
            model_name="activitykind",
            name="has_content",
            field=models.BooleanField(default=True, verbose_name="words and files are kept"),
        ),
        migrations.RunPython(of_supervision, migrations.RunPython.noop),
    ]
