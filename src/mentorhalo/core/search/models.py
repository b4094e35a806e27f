"""The index: what can be found, the words it is found by, and the postings that join them.

Plain tables, the same on every database. Written by `core.search.actions` only; all of it can be made anew by `mentorhalo index`.
"""

from django.db import models


class SearchEntry(models.Model):
    """One record that can be found, with all that a list of results shows of it."""

    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    href = models.CharField(max_length=500, blank=True)
    url_name = models.CharField(max_length=120, blank=True)
    url_args = models.JSONField(default=list)
    # "public", or "kind:token"
    audience = models.CharField(max_length=120)
    language = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=20, blank=True)
    field = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    # The order of equals: newer first, then by what it says; never by a number that differs between two databases.
    tie = models.BigIntegerField()
    fingerprint = models.CharField(max_length=32)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="search_entry_once")]
        indexes = [models.Index(fields=["kind", "checked_at"], name="search_entry_checked")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record}"


class Word(models.Model):
    """A word of the index: as somebody wrote it (small letters), a stem, or either without accents.

    `forms` keeps what analysis found in a word that somebody wrote ({"stems": […], "parts": […]}), so that each is analysed once.
    """

    text = models.CharField(max_length=80, unique=True)
    folded = models.CharField(max_length=80, db_index=True)
    forms = models.JSONField(null=True)
    entries = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """That an entry holds a word, and how much it is about it."""

    pk = models.CompositePrimaryKey("entry_id", "word_id")
    entry = models.ForeignKey(
        SearchEntry, on_delete=models.CASCADE, related_name="postings", db_index=False, db_constraint=False
    )
    word = models.ForeignKey(
        Word, on_delete=models.CASCADE, related_name="postings", db_index=False, db_constraint=False
    )
    weight = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["word", "entry", "weight"], name="search_posting")]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.entry_id}"
