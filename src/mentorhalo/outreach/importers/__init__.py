"""Tables that this room takes in: `mentorhalo import addresses FILE`."""

from .addresses import AddressImporter

__all__ = ["AddressImporter"]
