"""Who may read, propose, check, review and publish; each part of the room has its own file."""

from . import methods as methods
from . import photos as photos
from . import practices as practices
from . import projects as projects
