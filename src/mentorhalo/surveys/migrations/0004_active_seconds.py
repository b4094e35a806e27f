from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_runs_parts_and_compared_questions")]

    operations = [
        migrations.AddField(
            model_name="response",
            name="active_seconds",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
