"""Drawings and booklets of the demonstration's site, made on the spot: no file of unknown rights is shipped."""

from collections.abc import Sequence
from io import BytesIO
from math import cos, pi, sin
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SKY, HILL, NEARER, WALL, ROOF, TRUNK, DARK = (
    "#dcebf2",
    "#9cc3a5",
    "#6fa37f",
    "#fbf3e4",
    "#b5533c",
    "#7a5b3e",
    "#23414d",
)


def village() -> bytes:
    """Houses under hills, with a church in their middle."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((-300, 380, 900, 1300), fill=HILL)
    draw.ellipse((600, 320, 2000, 1400), fill=HILL)
    draw.ellipse((100, 560, 1700, 1500), fill=NEARER)
    for left, top, size in (
        (220, 560, 150),
        (430, 600, 170),
        (980, 610, 160),
        (1180, 570, 150),
        (1370, 620, 140),
    ):
        _house(draw, left, top, size)
    draw.rectangle((740, 400, 820, 720), fill=WALL)
    draw.polygon(((730, 400), (780, 250), (830, 400)), fill=ROOF)
    draw.rectangle((740, 560, 920, 720), fill=WALL)
    draw.polygon(((820, 560), (860, 500), (930, 560)), fill=ROOF)
    for left in (120, 640, 1530):
        draw.rectangle((left, 640, left + 18, 730), fill=TRUNK)
        draw.ellipse((left - 50, 520, left + 68, 670), fill="#4f8561")
    return _jpeg(image)


def circle() -> bytes:
    """People sitting in a circle, seen from above."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#f2e8d8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((560, 210, 1040, 690), outline="#d8c7a8", width=12)
    colours = (
        "#2d6a7a",
        "#b5533c",
        "#6fa37f",
        "#caa24a",
        "#7b5a86",
        "#23414d",
        "#c97b63",
        "#5b86a3",
        "#8a9a5b",
    )
    for place, colour in enumerate(colours):
        angle = 2 * pi * place / len(colours)
        x, y = WIDTH / 2 + 330 * cos(angle), HEIGHT / 2 + 330 * sin(angle)
        draw.ellipse((x - 78, y - 78, x + 78, y + 78), fill=colour)
        inner = (WIDTH / 2 + 290 * cos(angle), HEIGHT / 2 + 290 * sin(angle))
        draw.ellipse((inner[0] - 36, inner[1] - 36, inner[0] + 36, inner[1] + 36), fill="#f6d9bf")
    return _jpeg(image)


def _house(draw: ImageDraw.ImageDraw, left: int, top: int, size: int) -> None:
    draw.rectangle((left, top, left + size, top + size * 0.8), fill=WALL)
    draw.polygon(((left - 14, top), (left + size / 2, top - size * 0.55), (left + size + 14, top)), fill=ROOF)
    draw.rectangle((left + size * 0.2, top + size * 0.25, left + size * 0.42, top + size * 0.5), fill=DARK)
    draw.rectangle((left + size * 0.6, top + size * 0.3, left + size * 0.82, top + size * 0.8), fill=TRUNK)


def _jpeg(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    return written.getvalue()


def booklet(title: str, paragraphs: Sequence[str], funding: Sequence[str]) -> bytes:
    """An OpenDocument text with real headings, its language and, at its end, who paid for it."""
    body = "".join(map(_paragraph, [*paragraphs, *funding]))
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("meta.xml", META.format(title=escape(title), subject=escape(" · ".join(funding))))
        archive.writestr("styles.xml", STYLES)
        archive.writestr("content.xml", CONTENT.format(body=body))
    return written.getvalue()


def _paragraph(text: str) -> str:
    marks, _space, words = text.partition(" ")
    if marks and set(marks) == {"#"}:
        return f'<text:h text:outline-level="{len(marks)}">{escape(words)}</text:h>'
    return f"<text:p>{escape(text)}</text:p>"


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
META = (
    f'{_HEAD}<office:document-meta xmlns:office="{_OFFICE}:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3"><office:meta><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject>'
    "<dc:language>hu-HU</dc:language></office:meta></office:document-meta>"
)
STYLES = (
    f'{_HEAD}<office:document-styles xmlns:office="{_OFFICE}:office:1.0" xmlns:style="{_OFFICE}:style:1.0" '
    f'xmlns:fo="{_OFFICE}:xsl-fo-compatible:1.0" office:version="1.3"><office:styles>'
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/>'
    '<style:text-properties fo:font-size="12pt" fo:language="hu" fo:country="HU"/></style:default-style>'
    "</office:styles></office:document-styles>"
)
CONTENT = (
    f'{_HEAD}<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0" '
    'office:version="1.3"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
)
