"""Bringing in organisations, communities and consortia from tables (see `core.imports`)."""

from .communities import CommunityImporter
from .consortia import ConsortiumImporter
from .organisations import OrganisationImporter

__all__ = ["CommunityImporter", "ConsortiumImporter", "OrganisationImporter"]
