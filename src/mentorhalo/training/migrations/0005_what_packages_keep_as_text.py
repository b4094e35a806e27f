from django.db import migrations, models
from django.db.models import Q


def keep_nothing_as_text(apps, schema_editor):
    apps.get_model("training", "Reading").objects.filter(kept=None).update(kept="")


def forget_what_json_columns_refuse(apps, schema_editor):
    """On the way back: such a package begins anew at its first page."""
    refused = Q(kept="") | Q(kept__contains="\\u0000") | Q(kept__contains="\\ud")
    apps.get_model("training", "Reading").objects.filter(refused).update(kept=None)


class Migration(migrations.Migration):
    dependencies = [("training", "0004_review_reminders")]

    operations = [
        migrations.AlterField("reading", "kept", models.TextField(blank=True, null=True)),
        migrations.RunPython(keep_nothing_as_text, forget_what_json_columns_refuse),
        migrations.AlterField("reading", "kept", models.TextField(blank=True)),
    ]
