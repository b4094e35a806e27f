"""Gifts of single people lie nowhere: the point could be somebody's home. What was pinned before is taken off the map."""

from django.db import migrations


def take_homes_off(apps, _editor):
    apps.get_model("processes", "Asset").objects.filter(category__is_personal=True).update(lat=None, lon=None)


class Migration(migrations.Migration):
    dependencies = [("processes", "0003_knowledge_pool")]

    operations = [migrations.RunPython(take_homes_off, migrations.RunPython.noop)]
