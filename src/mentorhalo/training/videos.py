"""Videos that lie on other sites: under which address they can be shown in a frame that follows nobody."""

import re
from urllib.parse import parse_qs, urlsplit

SITES = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
YOUTUBE = (
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
)
VIMEO = ("vimeo.com", "www.vimeo.com", "player.vimeo.com")
ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
NUMBER = re.compile(r"\d{4,14}")


def embedded(address: str) -> str:
    """Empty for a site we know no such address of: there a link has to do."""
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if parts.hostname in YOUTUBE or parts.hostname == "youtu.be":
        named = parse_qs(parts.query).get("v", [last])[0]
        return f"{SITES[0]}/embed/{named}" if ID.fullmatch(named) else ""
    if parts.hostname in VIMEO and NUMBER.fullmatch(last):
        return f"{SITES[1]}/video/{last}?dnt=1"
    return ""
