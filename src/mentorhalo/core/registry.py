"""Where higher rooms sign in with words that lower rooms must not know.

Each registry is filled in `AppConfig.ready` of the room that knows, and read by pages below it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from django.http import HttpRequest

type WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class MenuEntry:
    """One line of the main menu. `perm` is a named rule; entries one may not open are not shown."""

    url_name: str
    label: Any  # lazy string
    perm: str = "core.public"
    order: int = 100
    place: str = "main"  # main | desk | tools | phone | account | foot
    group: str = ""  # code of a group of the desk's row; a code that nobody signed in stands alone


@dataclass(frozen=True)
class MenuGroup:
    """Entries of the desk's row that are folded under one word."""

    label: Any  # lazy string
    order: int = 100


@dataclass(frozen=True)
class SourceLink:
    """Where a journal source can be seen: its words and, if this viewer may open it, its address."""

    label: str
    url: str | None


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a record's history, as the `timeline` element shows it. `at` is a day or a moment."""

    at: date | datetime
    title: str
    body: str = ""
    href: str = ""
    tone: str = ""


# Given the ids of what counts as one subject, say what happened to it, as far as this viewer may see it, and which
# deeds it offers (words, address). A fixed number of queries however many ids.
TimelineSource = Callable[[HttpRequest, Collection[str]], Iterable[TimelineEntry]]
LinkSource = Callable[[HttpRequest, str], Iterable[tuple[str, str]]]

# Given ids of one source type, say for each what it is called and where this viewer may see it.
# Returns {source_id: SourceLink}; a fixed number of queries however many ids.
SourceResolver = Callable[[HttpRequest | None, Iterable[str]], dict[str, SourceLink]]


@dataclass(frozen=True)
class LetterItem:
    """What a live block says in a letter. `href` is a path of ours or an absolute address; all words are plain text."""

    title: str
    text: str = ""
    href: str = ""
    figure: str = ""  # a number in words, shown large
    note: str = ""


@dataclass(frozen=True)
class LetterBlock:
    """A kind of live block a letter may hold. Both functions speak the active language.

    `offer()` lists what can be chosen (value, words); `fill(value)` says what stands there now, None if it is gone.
    """

    label: Any  # lazy string
    offer: Callable[[], list[tuple[str, str]]]
    fill: Callable[[str], LetterItem | None]


# Takes a message that came to `prefix+TOKEN@`; false: this token is not (or no longer) known here. Runs in a transaction, may
# run again after a failure; what it raises is shown to the administrator and tried again.
MailHandler = Callable[[EmailMessage, str], bool]


@dataclass(frozen=True)
class LiveSource:
    """Something of a room that an editor may place on a page; it is shown as it is now, nothing of it is stored.

    `shown(request, options)` says what the template gets, or None where there is nothing to show; options are what the editor
    chose (`options["chosen"]` is one of `choices`). Without a template a block of the website's own shows it.
    """

    label: Any  # lazy string
    shown: Callable[[HttpRequest, Mapping[str, Any]], dict[str, Any] | None]
    template: str = ""
    choices: Callable[[], list[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class SearchDraft:
    """What the search keeps of one record. Its address is `href`, or `url_name` with `url_args` (then in the viewer's language).

    `audience` is "public", or a word of this source's own ("office", "group:ID") that `tokens` gives to those who may open it.
    `title`, `note` and the part of `text` that answers are shown; `keywords` (other names, places) are only found by.
    """

    id: str
    title: str
    text: str = ""
    href: str = ""
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    audience: str = "public"
    language: str = ""  # "hu", "en"; empty: written in Hungarian, meant for readers of any language
    note: str = ""
    keywords: str = ""
    county: str = ""  # code
    field: str = ""  # a code of `SearchSource.fields`
    day: date | None = None  # gives the year to narrow by; among equals the newer stands first


@dataclass(frozen=True)
class SearchSource:
    """A kind of record that can be found."""

    kind: str  # "community"
    label: Any  # lazy string, plural: "Communities"
    # Drafts of the records with these ids, or of all (None): what is not given back cannot be found. All of them may be many:
    # iterate in chunks; a fixed number of queries for each chunk.
    entries: Callable[[Collection[str] | None], Iterable[SearchDraft]]
    # The audiences of this kind that somebody belongs to, beside "public".
    tokens: Callable[[Any], Collection[str]] = lambda user: ()
    # The words for each code of `field`.
    fields: Callable[[], dict[str, str]] = dict
    # Other kinds of which this one is a view, by the same ids: when they change, it changes.
    follows: tuple[str, ...] = ()
    order: int = 100


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person, in a sentence, with the deed beside it."""

    words: str
    deed: str
    href: str
    is_urgent: bool = False


# Given who asks and when, say what waits for them in a room. A fixed number of queries; none for whom the room has no work.
WaitingSource = Callable[[Any, datetime], Iterable[Waiting]]


@dataclass
class Registry:
    menu: list[MenuEntry] = field(default_factory=list)
    menu_groups: dict[str, MenuGroup] = field(default_factory=dict)
    sources: dict[str, SourceResolver] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    subjects: dict[str, SourceResolver] = field(default_factory=dict)
    derivations: dict[str, Callable[[], Iterable[Any]]] = field(default_factory=dict)
    programs: dict[str, WsgiApplication] = field(default_factory=dict)  # by prefix of the path
    importers: dict[str, Any] = field(default_factory=dict)
    letter_blocks: dict[str, LetterBlock] = field(default_factory=dict)
    timelines: dict[str, list[TimelineSource]] = field(default_factory=dict)
    links: dict[str, list[LinkSource]] = field(default_factory=dict)
    choices: dict[str, Callable[[], list[tuple[str, str]]]] = field(default_factory=dict)
    mail: dict[str, MailHandler] = field(default_factory=dict)
    waiting: list[WaitingSource] = field(default_factory=list)
    search: dict[str, SearchSource] = field(default_factory=dict)
    # Each may say a sentence that must stand on every page (a demo, an outage), or None.
    notices: list[Callable[[HttpRequest], str | None]] = field(default_factory=list)
    live: dict[str, LiveSource] = field(default_factory=dict)
    # Puts the entries of a menu ("main", "foot") in the order the editors gave them, pages among them.
    arrange_menu: Callable[[HttpRequest, str, list[dict[str, Any]]], list[dict[str, Any]]] | None = None
    # What the foot of each page says about who pays: safe HTML, or None.
    funding: Callable[[HttpRequest], Any] | None = None

    def add_menu(self, *entries: MenuEntry) -> None:
        self.menu = sorted({*self.menu, *entries}, key=lambda entry: (entry.order, entry.url_name))

    def add_menu_group(self, code: str, group: MenuGroup) -> None:
        """Give the word under which entries of the rooms below are folded."""
        self.menu_groups[code] = group

    def add_source(self, source_type: str, resolver: SourceResolver) -> None:
        """Say how records of `source_type` (e.g. "mentoring.activity") are named and linked for drill-down."""
        self.sources[source_type] = resolver

    def add_subject(self, subject_type: str, resolver: SourceResolver) -> None:
        """Say how counted subjects (e.g. "community") are named and linked."""
        self.subjects[subject_type] = resolver

    def add_timeline(self, subject_type: str, source: TimelineSource) -> None:
        """Add to the history on the card of a subject ("community") of a room below."""
        self.timelines.setdefault(subject_type, []).append(source)

    def guard_moments(self, source_type: str, subject_type: str) -> None:
        """Moments and order of these facts would tell who met whom: of the journal only auditors see them."""
        self.guarded |= {source_type, subject_type}

    def add_links(self, subject_type: str, source: LinkSource) -> None:
        """Add deeds (words, address) to the card of a subject of a room below."""
        self.links.setdefault(subject_type, []).append(source)

    def add_waiting(self, source: WaitingSource) -> None:
        """Let the signed-in homes begin with what waits for a person in this room."""
        self.waiting.append(source)

    def waiting_for(self, user: Any, now: datetime) -> list[Waiting]:
        """What waits for this person anywhere, the urgent first."""
        found = [one for source in self.waiting for one in source(user, now)]
        return sorted(found, key=lambda one: not one.is_urgent)

    def add_derivation(self, source_type: str, derive_all: Callable[[], Iterable[Any]]) -> None:
        """Give `evidence reconcile` an iterator of (source_id, [FactDraft, ...]) over all records of the type."""
        self.derivations[source_type] = derive_all

    def add_program(self, prefix: str, application: WsgiApplication) -> None:
        """Serve the addresses below a prefix by an application of their own: programs need none of what pages need."""
        self.programs[prefix] = application

    def program_at(self, path: str) -> WsgiApplication | None:
        return next((found for prefix, found in self.programs.items() if path.startswith(prefix)), None)

    def add_choices(self, what: str, offered: Callable[[], list[tuple[str, str]]]) -> None:
        """Offer a short list to forms of rooms that must not know whose it is (e.g. the codes of "programme")."""
        self.choices[what] = offered

    def add_letter_block(self, code: str, block: LetterBlock) -> None:
        """Offer something of a room to those who write newsletters, as it stands when the letter is sent."""
        self.letter_blocks[code] = block

    def add_mail(self, prefix: str, handler: MailHandler) -> None:
        """Take the mail that comes to `core.mailbox.reply_address(prefix, token)`; returned letters go to "bounce"."""
        self.mail[prefix] = handler

    def add_live(self, name: str, source: LiveSource) -> None:
        """Offer something live to the editors of pages, e.g. "practice"."""
        self.live[name] = source

    def add_importer(self, what: str, importer: Any) -> None:
        """Offer `mentorhalo import WHAT FILE` (see core/tabular.py for what an importer is)."""
        self.importers[what] = importer

    def add_search(self, source: SearchSource) -> None:
        """Let records of a kind be found; tell of their changes by `core.search.changed` (see core/search/)."""
        self.search[source.kind] = source


registry = Registry()
