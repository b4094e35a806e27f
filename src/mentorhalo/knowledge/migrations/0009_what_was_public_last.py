from django.db import migrations
from django.db.models import F


def remember(apps, schema_editor):
    """What is public; of what was taken back the latest version that ever was."""
    practices = apps.get_model("knowledge", "Practice").objects.using(schema_editor.connection.alias)
    moves = apps.get_model("knowledge", "PracticeMove").objects.using(schema_editor.connection.alias)
    practices.filter(public_version__isnull=False).update(last_public_version=F("public_version"))
    published = moves.filter(
        after="published",
        version__practice__public_version=None,
        version__practice__published_on__isnull=False,
    )
    latest = dict(published.order_by("at", "pk").values_list("version__practice", "version"))
    for practice, version in latest.items():
        practices.filter(pk=practice).update(last_public_version=version)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0008_last_public_version")]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop, elidable=True)]
