"""Clients as they are in the field: ODK Collect on a phone, Enketo on a server of its own."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

from .wire import Heard, Wire

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
SPOKEN = {"X-OpenRosa-Version": "1.0", "Date": "Sat, 28 Nov 2026 10:00:00 GMT"}

type Files = Mapping[str, bytes]


class Refused(Exception):
    """What the phone shows."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(f"{heard.status} {heard.text}")
        self.heard = heard


def multipart(
    xml: bytes, files: Files | None = None, fields: Mapping[str, str] | None = None
) -> tuple[str, bytes]:
    """Content type and body, in the manner of OkHttp: each part with its length, names as raw UTF-8."""
    boundary = uuid4().hex
    parts = []
    for name, text in (fields or {}).items():
        parts.append((f'form-data; name="{name}"', "text/plain; charset=utf-8", text.encode()))
    parts.append(('form-data; name="xml_submission_file"; filename="a.xml"', "text/xml", xml))
    for name, content in (files or {}).items():
        parts.append((f'form-data; name="{name}"; filename="{name}"', "image/jpeg", content))
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for disposition, kind, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def said_by(heard: Heard) -> str:
    """The message for the person."""
    return ElementTree.fromstring(heard.body).findtext(f"{RESPONSE}message") or ""


@dataclass
class Digest:
    """Signs in as OkHttp's Digest does: after a challenge, and then of its own accord under the same nonce."""

    name: str
    passphrase: str
    challenge: dict[str, str] = field(default_factory=dict)
    counts: count = field(default_factory=lambda: count(1))

    def learn(self, heard: Heard) -> bool:
        """Whether there is another try in it."""
        line = next((line for line in heard.all("www-authenticate") if line.startswith("Digest ")), "")
        said = {
            key: quoted or bare for key, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', line)
        }
        was_tried = bool(self.challenge)
        self.challenge, self.counts = said, count(1)
        return bool(said) and (not was_tried or said.get("stale") == "true")

    def header(self, method: str, uri: str) -> dict[str, str]:
        if not self.challenge:
            return {}
        realm, nonce = self.challenge["realm"], self.challenge["nonce"]
        nc, cnonce = f"{next(self.counts):08x}", uuid4().hex
        ha1, ha2 = _md5(f"{self.name}:{realm}:{self.passphrase}"), _md5(f"{method}:{uri}")
        response = _md5(f"{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}")
        said = (
            f'Digest username="{self.name}", realm="{realm}", nonce="{nonce}", uri="{uri}", qop=auth, nc={nc}, '
            f'cnonce="{cnonce}", response="{response}", algorithm=MD5, opaque="{self.challenge["opaque"]}"'
        )
        return {"Authorization": said}


@dataclass
class Collect:
    """ODK Collect: knows one address, asks for everything below it, and believes only what it checked."""

    wire: Wire
    way: str = ""  # "/key/TOKEN"
    digest: Digest | None = None
    kept: dict[str, bytes] = field(default_factory=dict)  # by address
    tags: dict[str, str] = field(default_factory=dict)
    accepted_length: int = 10_000_000

    @property
    def server(self) -> str:
        return f"{self.wire.root}/openrosa{self.way}"

    def ask(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Heard:
        """Once more after a challenge, as OkHttp does. Anything that does not speak OpenRosa is no server of forms."""
        parts = urlsplit(address)
        uri = parts.path + (f"?{parts.query}" if parts.query else "")
        for _try in range(2):
            signed = self.digest.header(method, uri) if self.digest else {}
            heard = self.wire.ask(method, address, {**SPOKEN, **(headers or {}), **signed}, body)
            if heard.status != 401 or self.digest is None or not self.digest.learn(heard):
                break
        assert heard.header("X-OpenRosa-Version") == "1.0", "not an OpenRosa server"
        return heard

    def forms(self) -> list[dict[str, str]]:
        heard = self.ask("GET", f"{self.server}/formList")
        if heard.status != 200:
            raise Refused(heard)
        assert "text/xml" in heard.header("Content-Type")
        root = ElementTree.fromstring(heard.body)
        assert root.tag == f"{LIST}xforms"
        forms = [{child.tag.removeprefix(LIST): child.text or "" for child in one} for one in root]
        for one in forms:
            assert all(one[name] for name in ("formID", "name", "downloadUrl")), "the whole list is void"
            assert re.fullmatch("md5:[0-9a-f]{32}", one["hash"]), "form with no hash"
        return forms

    def download(self, form: Mapping[str, str]) -> bytes:
        """The form and its files, each compared with its hash."""
        heard = self.ask("GET", form["downloadUrl"])
        if heard.status != 200:
            raise Refused(heard)
        assert form["hash"] == f"md5:{md5(heard.body, usedforsecurity=False).hexdigest()}", "updates for ever"
        self.kept[form["downloadUrl"]] = heard.body
        if form.get("manifestUrl"):
            for one in self.manifest(form["manifestUrl"]):
                self._fetch(one)
        return heard.body

    def manifest(self, address: str) -> list[dict[str, str]]:
        heard = self.ask("GET", address)
        if heard.status != 200:
            raise Refused(heard)
        root = ElementTree.fromstring(heard.body)
        assert root.tag == f"{MANIFEST}manifest"
        files = [
            {
                "type": one.get("type", ""),
                **{child.tag.removeprefix(MANIFEST): child.text or "" for child in one},
            }
            for one in root
        ]
        for one in files:
            assert all(one[name] for name in ("filename", "hash", "downloadUrl")), "the manifest is void"
        return files

    def _fetch(self, file: Mapping[str, str]) -> None:
        address = file["downloadUrl"]
        known = {"If-None-Match": self.tags[address]} if address in self.tags else {}
        heard = self.ask("GET", address, known)
        if heard.status == 304:
            return
        if heard.status != 200:
            raise Refused(heard)
        if not file["type"]:
            assert file["hash"] == f"md5:{md5(heard.body, usedforsecurity=False).hexdigest()}"
        self.kept[address], self.tags[address] = heard.body, heard.header("ETag")

    def send(self, xml: bytes, files: Files | None = None) -> str:
        """Ask first, then send, in as many parts as the server likes; the last answer is shown to the user."""
        first = self.ask("HEAD", f"{self.server}/submission")
        if first.status != 204:
            raise Refused(first)
        self.accepted_length = int(first.header("X-OpenRosa-Accept-Content-Length") or self.accepted_length)
        shown = ""
        bundles = self._bundles(len(xml), files or {})
        for place, bundle in enumerate(bundles, start=1):
            more = {"*isIncomplete*": "yes"} if place < len(bundles) else {}
            heard = self.post(xml, bundle, more)
            if heard.status not in (201, 202):
                raise Refused(heard)
            shown = said_by(heard)
        return shown

    def post(self, xml: bytes, files: Files | None = None, fields: Mapping[str, str] | None = None) -> Heard:
        kind, body = multipart(xml, files, fields)
        return self.ask(
            "POST", f"{self.server}/submission?deviceID=collect%3Aabc", {"Content-Type": kind}, body
        )

    def _bundles(self, size: int, files: Files) -> list[dict[str, bytes]]:
        bundles: list[dict[str, bytes]] = [{}]
        taken = size
        for name, content in files.items():
            if bundles[-1] and (taken + len(content) > self.accepted_length or len(bundles[-1]) == 100):
                bundles.append({})
                taken = size
            bundles[-1][name] = content
            taken += len(content)
        return bundles


@dataclass
class Enketo:
    """Enketo: looks whether it may, learns from the 401 how to sign in, and posts a field of its own besides."""

    wire: Wire
    name: str = ""
    passphrase: str = ""
    headers: dict[str, str] = field(default_factory=lambda: dict(SPOKEN))

    def authenticate(self, address: str = "/openrosa/formList") -> Heard:
        """HEAD without credentials; after a 401 that offers Basic, again with them."""
        heard = self.wire.ask("HEAD", address, self.headers)
        ways = {line.split()[0] for line in heard.all("www-authenticate")}
        if heard.status == 401 and "Basic" in ways and self.name:
            sealed = b64encode(f"{self.name}:{self.passphrase}".encode()).decode()
            self.headers["Authorization"] = f"Basic {sealed}"
            heard = self.wire.ask("HEAD", address, self.headers)
        return heard

    def submit(self, xml: bytes, files: Files | None = None) -> Heard:
        kind, body = multipart(xml, files, {"__csrf": uuid4().hex, "Date": SPOKEN["Date"]})
        return self.wire.ask("POST", "/openrosa/submission", {**self.headers, "Content-Type": kind}, body)


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
