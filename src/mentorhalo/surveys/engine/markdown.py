"""The small markdown of XLSForm labels: emphasis, links, headings, lists, line breaks, and what tags of HTML say."""

import html
import re

_INLINE = (
    (re.compile(r"__(.+?)__"), r"<strong>\1</strong>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(^|[^\w])_([^\s_][^_\n]*)_(?=[^\w]|$)", re.M), r"\1<em>\2</em>"),
    (re.compile(r"\*([^\s*][^*\n]*)\*"), r"<em>\1</em>"),
)
DEEPEST = 5
# Colours and fonts are for a page that allows styles: here they say that these words matter.
_STYLED = re.compile(
    r"&lt;\s*(?P<tag>span|font)\b(?P<how>(?:(?!&[lg]t;)[^\n]){0,300})&gt;(?P<words>(?:(?!&lt;\s*(?:span|font)\b).)*?)&lt;/\s*(?P=tag)\s*&gt;",
    re.S | re.I,
)
_MATTERS = re.compile(r"colou?r|font|bold", re.I)
_TAGS = (
    (re.compile(r"&lt;\s*(sup|sub|b|i|u|em|strong)\s*&gt;(.+?)&lt;/\s*\1\s*&gt;", re.S), r"<\1>\2</\1>"),
    (re.compile(r"&lt;\s*(?:br|hr)\s*/?\s*&gt;", re.I), "\n"),
    (re.compile(r"&lt;\s*h[1-6]\b[^\n]{0,300}?&gt;(.+?)&lt;/\s*h[1-6]\s*&gt;", re.S | re.I), r"\n# \1\n"),
    (re.compile(r"&lt;\s*li\b[^\n]{0,300}?&gt;", re.I), "\n- "),
    (re.compile(r"&lt;/?\s*(?:p|div|ul|ol)(?:\s[^\n]{0,300}?)?/?\s*&gt;", re.I), "\n"),
    # What is left of tags says nothing: never closed, or about looks alone.
    (re.compile(r"&lt;/?\s*(?:span|font|li|big|small|center|tt)(?:\s[^\n]{0,300}?)?/?\s*&gt;", re.I), ""),
    (re.compile(r"&amp;((?:nbsp|lt|gt|amp|quot)|#\d+|#x[\da-f]+);", re.I), r"&\1;"),
)
_LINK = re.compile(r"\[([^\]\n]+)\]\(((?:https?://|mailto:|tel:)[^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^[*+-]\s+(.*)$")
_NUMBER = re.compile(r"^\d+\.\s+(.*)$")
_ESCAPED = re.compile(r"\\([\\*_#])")
_HIDDEN = "\ue100\ue101\ue102\ue103"  # stand for \ * _ # that were escaped


def render(text: str) -> str:
    """Safe HTML of one label; text without any mark comes back only escaped."""
    hidden = _ESCAPED.sub(lambda found: _HIDDEN["\\*_#".index(found[1])], text)
    escaped = html.escape(hidden, quote=False)
    for _depth in range(DEEPEST):  # from the innermost outwards
        escaped = _STYLED.sub(_weighed, escaped)
    for pattern, replacement in _TAGS:
        escaped = pattern.sub(replacement, escaped)
    shown = _blocks(escaped.strip("\n"))
    for place, mark in zip(_HIDDEN, "\\*_#", strict=True):
        shown = shown.replace(place, mark)
    return shown


def _weighed(found: re.Match[str]) -> str:
    """Words of a colour or a font of their own are strong, line by line; others are words."""
    if not _MATTERS.search(found["how"]):
        return found["words"]
    return re.sub(r"[^\n]*\S[^\n]*", r"<strong>\g<0></strong>", found["words"])


def _blocks(text: str) -> str:
    out: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    kind = ""

    def close_lines() -> None:
        if lines:
            out.append("<br>".join(_inline(line) for line in lines))
            lines.clear()

    def close_items() -> None:
        if items:
            out.append(f"<{kind}>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + f"</{kind}>")
            items.clear()

    for line in text.split("\n"):
        bullet, number, heading = _BULLET.match(line), _NUMBER.match(line), _HEADING.match(line)
        wanted = "ul" if bullet else "ol" if number else ""
        if wanted != kind:
            close_items()
            kind = wanted
        if bullet or number:
            close_lines()
            items.append((bullet or number)[1])  # type: ignore[index]
        elif heading:
            close_lines()
            # A label is no place for headings of a page: its outline is that of the groups.
            out.append(f'<strong class="mh-q-heading">{_inline(heading[2])}</strong>')
        elif line.strip():
            lines.append(line)
        else:
            close_lines()
            out.append("")
    close_lines()
    close_items()
    return _paragraphs(out)


def _paragraphs(parts: list[str]) -> str:
    """Blocks with an empty line between them are paragraphs; one alone is none."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if part:
            groups[-1].append(part)
        elif groups[-1]:
            groups.append([])
    full = [group for group in groups if group]
    if len(full) < 2:
        return "".join(full[0]) if full else ""
    return "".join(f'<span class="mh-q-paragraph">{"".join(group)}</span>' for group in full)


def _inline(text: str) -> str:
    links: list[str] = []

    def keep(found: re.Match[str]) -> str:
        href = found[2].replace('"', "%22")
        links.append(f'<a href="{href}" target="_blank" rel="noopener">{found[1]}</a>')
        return f"\ue110{len(links) - 1}\ue111"

    text = _LINK.sub(keep, text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return re.sub("\ue110(\\d+)\ue111", lambda found: links[int(found[1])], text)
