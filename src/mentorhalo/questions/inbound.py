"""What somebody wrote in reply to a letter of ours: their own words, without what they quote and how they sign.

Replies come from Outlook, Gmail, Thunderbird and telephones, in Hungarian and English. Our letters begin with a line above which
the reply belongs (`MARKS`); the headings of the mail programs are known besides, for those who delete that line.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import parseaddr
from html.parser import HTMLParser

LONGEST = 20_000
LONGEST_MARK = 120
MARKS = ("sor fölé", "reply above this line")

DAY = r"\d{1,4}[./-]\s?(?:\d{1,2}|[a-záéíóöőúüű]{3,12})[./-]"
HEADINGS = (
    # Gmail, Apple Mail, Thunderbird: one or two lines that end with "wrote:" / "írta:"
    re.compile(r"^\s*(?:On|Am)\b.{4,200}\b(?:wrote|schrieb)\s*:\s*$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^.{3,200}\b(?:ezt írta|írta|a következőt írta)\b.{0,80}:\s*$", re.IGNORECASE | re.DOTALL),
    re.compile(rf"^\s*{DAY}.{{3,160}}\b(?:írta|wrote)\s*:\s*$", re.IGNORECASE | re.DOTALL),
)
TELLING = re.compile(r"@|\d{4}|\d{1,2}[./-]\s?\d|^\s*On ")  # a day or an address
RULERS = re.compile(
    r"^\s*(?:-{2,}\s*(?:Original Message|Forwarded message|Eredeti üzenet|Eredeti levél|Továbbított üzenet)\s*-{2,}|_{20,})\s*$",
    re.IGNORECASE,
)
SENDER = re.compile(r"^\s*\*{0,2}(?:From|Feladó|Küldő)\s*:\*{0,2}\s+\S", re.IGNORECASE)
FIELD = re.compile(
    r"^\s*\*{0,2}(?:Sent|Date|To|Cc|Subject|Elküldve|Küldve|Dátum|Címzett|Másolat|Másolatot kap|Tárgy)\s*:",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^\s*(?:--\s?|(?:Sent from my|Get Outlook for|Sent with|Elküldve a|Küldve a|Elküldve:? (?:az )?i?Phone|Az Outlook letöltése).{0,80})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """A message that came in, as far as it is taken."""

    text: str
    sender: str  # address in small letters
    message_id: str
    attachments: tuple[str, ...]  # their names; the files are not kept


def read_reply(message: EmailMessage) -> Reply:
    """Never raises for what a stranger may send: what cannot be read is left out."""
    return Reply(
        text=own_words(text_of(message))[:LONGEST],
        sender=parseaddr(str(message.get("From", "")))[1].strip().lower(),
        message_id=str(message.get("Message-ID", "")).strip()[:250],
        attachments=tuple(_names_of_files(message)),
    )


def text_of(message: EmailMessage) -> str:
    """The plain part, or the HTML part turned to text where there is no plain one."""
    plain = message.get_body(preferencelist=("plain",))
    words = _content(plain).strip() if plain is not None else ""
    if words:
        return words
    html = message.get_body(preferencelist=("html",))
    return text_of_html(_content(html)) if html is not None else ""


def own_words(text: str) -> str:
    """What stands above the quoted letter, or between its quoted lines, without the signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    cut, below = _quoted_from(lines)
    own = _unsigned(_without_quotes(lines[:cut]))
    if _says_something(own):
        between = _between(lines[below:])
        return "\n".join([*own, *between]).strip()
    return "\n".join(_between(lines[below:])).strip()


def text_of_html(html: str) -> str:
    """Paragraphs as lines, quoted blocks with a mark before each line, nothing of style and script."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _quoted_from(lines: list[str]) -> tuple[int, int]:
    """The line where the quoted letter begins, with its heading, and the line where its words begin."""
    for place, line in enumerate(lines):
        if len(line) < LONGEST_MARK and any(mark in line for mark in MARKS):
            return _above_heading(lines, place), place + 1
        if RULERS.match(line) or _is_field_block(lines, place):
            return place, len(lines)
        if (length := _heading_at(lines, place)) > 0:
            return place, place + length
    return len(lines), len(lines)


def _heading_at(lines: list[str], place: int) -> int:
    """How many lines the heading that begins here takes; 0 if none does. It names a day or an address, in lines without a gap."""
    found = 0
    for length in (1, 2, 3):
        run = lines[place : place + length]
        if len(run) < length or not all(line.strip() for line in run) or not TELLING.search(run[0]):
            break
        joined = " ".join(line.strip() for line in run)
        if len(joined) < 400 and any(heading.match(joined) for heading in HEADINGS):
            found = length
    return found


def _is_field_block(lines: list[str], place: int) -> bool:
    return bool(SENDER.match(lines[place])) and any(
        FIELD.match(line) for line in lines[place + 1 : place + 4]
    )


def _above_heading(lines: list[str], mark: int) -> int:
    """Where the heading right above our own line begins; at most four lines above it."""
    for place in range(max(0, mark - 6), mark):
        if RULERS.match(lines[place]) or _is_field_block(lines, place):
            return place
        if 0 < _heading_at(lines, place) <= mark - place:
            return place
    return mark


def _between(lines: list[str]) -> list[str]:
    """Answers written under single quoted lines; where nothing is marked as quoted, all of it is the old letter."""
    if not any(line.lstrip().startswith(">") for line in lines):
        return []
    return _unsigned(_without_quotes(lines))


def _without_quotes(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.lstrip().startswith(">")]


def _unsigned(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if SIGNATURE.match(line) and place > 0:
            return lines[:place]
    return lines


def _says_something(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _content(part: Message) -> str:
    """The words of a part, whatever it says of its letters."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        words = data.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        words = data.decode("utf-8", errors="replace")
    return words.replace("\x00", "")  # which no database of ours keeps


def _names_of_files(message: EmailMessage) -> list[str]:
    return [name for part in message.walk() if (name := part.get_filename())]


class _Reader(HTMLParser):
    """Collects words; blocks begin a line, quoted blocks are marked like a mail program marks them."""

    SILENT = frozenset({"style", "script", "head", "title", "template"})
    BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.depth = 0
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag == "blockquote":
            self._break()
            self.depth += 1
        elif tag == "br":
            self.lines.append("")
        elif tag == "li":
            self._break()
            self._add("- ")
        elif tag in self.BLOCKS:
            self._break()
            if tag == "hr" and dict(attrs).get("id") == "stopSpelling":
                self._add("_" * 32)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "blockquote":
            self._break()
            self.depth = max(0, self.depth - 1)
        elif tag == "p":
            self._break()
            self.lines.append("")
        elif tag in self.BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._add(re.sub(r"[ \t\r\n]+", " ", data))

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self.lines)).strip()

    def _break(self) -> None:
        if self.lines[-1].strip("> "):
            self.lines.append("")

    def _add(self, words: str) -> None:
        if not self.lines[-1] and self.depth:
            self.lines[-1] = "> " * self.depth
        self.lines[-1] += words.lstrip() if not self.lines[-1].strip("> ") else words
