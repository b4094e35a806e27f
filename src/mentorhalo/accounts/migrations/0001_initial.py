import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "This address has an account already."},
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("name_sort", models.CharField(blank=True, editable=False, max_length=600)),
                ("name_search", models.CharField(blank=True, editable=False, max_length=300)),
                ("language", models.CharField(default="hu", max_length=5, verbose_name="language")),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name_sort", "email", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "community or institution representative"),
                            ("mentor", "mentor"),
                            ("group_leader", "county group leader"),
                            ("office", "programme office"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("programme", models.SlugField(blank=True, max_length=40, verbose_name="programme")),
                ("group", models.UUIDField(blank=True, null=True, verbose_name="county group")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("source", models.CharField(blank=True, max_length=80)),
                ("granted_at", models.DateTimeField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "indexes": [models.Index(fields=["role", "starts_on"], name="grant_role_from")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="grant_ends_after_start",
                        violation_error_message="A role cannot end before it starts.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("group", None)),
                        fields=("user", "role", "programme", "starts_on", "source"),
                        name="grant_once",
                        violation_error_message="This person already holds this role from that day.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("group__isnull", False)),
                        fields=("user", "role", "programme", "group", "starts_on", "source"),
                        name="grant_in_group_once",
                        violation_error_message="This person already holds this role from that day.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source",),
                        name="grant_of_source_once",
                    ),
                ],
            },
        ),
    ]
