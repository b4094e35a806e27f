"""Experts of the demonstration: accounts, profiles, topics; the first one's password is public."""

import tomllib
from pathlib import Path
from typing import Any

from mentorhalo.accounts.actions import open_account
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.questions.actions import ExpertDraft, open_expert
from mentorhalo.questions.models import Expert

from .site import Site

DATA = Path(__file__).parent / "data"


def write_experts(site: Site, counties: list[str]) -> list[Expert]:
    at = site.at(site.period.starts_on)
    rows = tomllib.loads((DATA / "experts.toml").read_text(encoding="utf-8"))["expert"]
    return [
        open_expert(
            user=_account(site, row, number), draft=_draft(row, number, counties), by=site.office, at=at
        )
        for number, row in enumerate(rows)
    ]


def _account(site: Site, row: dict[str, Any], number: int) -> User:
    if row.get("account"):
        return site.users[Role.EXPERT]
    return open_account(
        email=f"szakerto{number}@mentorhalo.example",
        password=None,
        name=row["name"],
        is_verified=True,
        by=site.office,
        at=site.at(site.period.starts_on),
    )


def _draft(row: dict[str, Any], number: int, counties: list[str]) -> ExpertDraft:
    return ExpertDraft(
        name=row["name"],
        topics=row["topics"],
        title_hu=row["title_hu"],
        title_en=row["title_en"],
        about_hu=row["about_hu"],
        about_en=row.get("about_en", ""),
        county_codes=counties[: row.get("counties", 0)],
        is_public=True,
        most_open=8 if number == 0 else 5,
    )
