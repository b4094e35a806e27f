"""Cells of earlier records: many spellings for one thing."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.tabular import CellError, Record, RowError, Table, parse_bool

from ..choices import Channel
from ..models import ActivityKind

YES = {
    "ja",
    "ok",
    "van",
    "volt",
    "yes",
    "igen",
    "two way",
    "ketiranyu",
    "kolcsonos",
    "mutual",
    "both",
    "ketto",
    "bidirectional",
}
YES |= {
    "approved",
    "jovahagyott",
    "jovahagyva",
    "elfogadott",
    "elfogadva",
    "accepted",
    "confirmed",
    "igazolt",
    "1 0",
}
NO = {
    "no",
    "nem",
    "nincs",
    "one way",
    "egyiranyu",
    "unidirectional",
    "outgoing",
    "kimeno",
    "0 0",
    "none",
    "null",
}
NO |= {
    "pending",
    "waiting",
    "submitted",
    "bekuldott",
    "varakozik",
    "jovahagyasra var",
    "rejected",
    "elutasitott",
}
NO |= {"elutasitva", "not approved", "nem jovahagyott", "draft", "piszkozat", "returned", "visszakuldott"}

CHANNELS = {
    Channel.IN_PERSON: "in person,personal,personally,visit,f2f,face to face,onsite,on site,szemelyes,szemelyesen,"
    "latogatas,helyszini,helyszinen,terepi,meeting,talalkozo,live,elo",
    Channel.ONLINE: "online,online meeting,video,video call,videocall,videohivas,web,teams,zoom,skype,meet,internet,"
    "online talalkozo,online megbeszeles,virtual,webinar,chat,messenger,facebook,social media,viber,whatsapp",
    Channel.PHONE: "phone,telephone,tel,call,phone call,telefon,telefonon,telefonhivas,telefonos,mobil,mobile,sms",
    Channel.EMAIL: "email,e mail,mail,emailben,e mailben,elektronikus level,newsletter,hirlevel",
    Channel.LETTER: "letter,post,postal,level,posta,postai level,levelben",
}


@cache
def channel_of(text: str) -> str | None:
    """The code of a channel, however it is spelt; None for an empty cell. Raises `CellError`."""
    words = fold(text)
    if not words:
        return None
    for channel, spellings in CHANNELS.items():
        if words in (fold(channel), fold(str(channel.label))) or words in spellings.split(","):
            return str(channel)
    raise CellError(_("Not a known channel. Write in_person, online, phone, email or letter."))


@cache
def yes_or_no(text: str) -> bool | None:
    words = fold(text)
    if words in YES:
        return True
    if words in NO:
        return False
    return parse_bool(text)


def require_room(text: str, model: type[Model], field: str) -> None:
    """Raises `CellError` for a text longer than its column; SQLite would keep it, PostgreSQL fall over."""
    limit: int | None = getattr(model._meta.get_field(field), "max_length", None)
    if limit is not None and len(text) > limit:
        raise CellError(gettext("At most %(limit)s characters fit here.") % {"limit": limit})


class Kinds:
    """Kinds of entries by code, name or any spelling kept with them. One query."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.by_words: dict[str, str] = {}
        kinds = list(ActivityKind.objects.all())
        for kind in kinds:
            self.ids[kind.code] = kind.pk
            for alias in kind.aliases:
                self.by_words.setdefault(fold(alias), kind.code)
        for kind in kinds:  # a code or a name is stronger than a spelling of another kind
            self.by_words |= {fold(words): kind.code for words in (kind.name_hu, kind.name_en, kind.code)}

    def of(self, text: str) -> str:
        """The code; an empty cell is “other”. Raises `CellError`."""
        words = fold(text)
        if not words:
            return "other"
        code = self.by_words.get(words) or self._by_a_word(words)
        if code is None:
            raise CellError(_("Not a known kind of entry. Its code or its name is understood."))
        return code

    def _by_a_word(self, words: str) -> str | None:
        """“group meeting” by its “meeting”, if all its words that are known mean one kind."""
        meant = {self.by_words[word] for word in words.split() if word in self.by_words}
        return meant.pop() if len(meant) == 1 else None


class Reader:
    """One row's cells, and what is wrong with them by the file's own headings."""

    def __init__(self, table: Table, record: Record) -> None:
        self.table = table
        self.record = record
        self.errors: list[RowError] = []

    def __getitem__(self, name: str) -> str:
        return self.record[name].strip()

    def read(self, name: str, parse: Callable[[str], Any]) -> Any:
        """The parsed cell; None if it is empty or wrong (then there is an error)."""
        try:
            return parse(self[name])
        except CellError as error:
            self.refuse(name, error.message)
            return None

    def needed(self, name: str, parse: Callable[[str], Any] = str) -> Any:
        if not self[name]:
            self.refuse(name, _("This cell must not be empty."))
            return None
        return self.read(name, parse)

    def identifier(self, model: type[Model]) -> str:
        """The cell of `external_id`, as it is kept with the record; empty if there is an error."""

        def fitting(text: str) -> str:
            require_room(text, model, "external_id")
            return text

        return self.needed("external_id", fitting) or ""

    def refuse(self, name: str, message: Any) -> None:
        self.errors.append(RowError(self.record.number, self.table.heading_of(name), self[name], message))


def not_in_future(today: date, parse: Callable[[str], date | None]) -> Callable[[str], date | None]:
    def parsed(text: str) -> date | None:
        day = parse(text)
        if day is not None and day > today:
            raise CellError(_("This day is in the future."))
        return day

    return parsed


def several(text: str) -> list[str]:
    """Cells that hold more than one thing part them by semicolons or bars."""
    return [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]


def rows_named(numbers: list[int], most: int = 12) -> str:
    shown = ", ".join(map(str, numbers[:most]))
    return f"{shown}, …" if len(numbers) > most else shown


def readers(table: Table) -> Iterator[Reader]:
    for record in table.records():
        yield Reader(table, record)
