from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("website", "0002_accessibility_statement")]

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
