"""Drawings that stand where a real practice has its photos, made on the spot: no file of unknown rights is shipped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

from mentorhalo.core.photos import PeopleShown, PhotoRights
from mentorhalo.knowledge.actions.practice_photos import TakenPhoto
from mentorhalo.knowledge.actions.practices import TakenPractice
from mentorhalo.knowledge.choices import PracticeState

from .plan import minted

WIDTH, HEIGHT = 800, 600
EVERY = 3  # this part of them has photos
WALL, FLOOR, WOOD, DARK, LEAF, SKY = "#f4ead7", "#d9c6a3", "#8a6440", "#23414d", "#5d8f63", "#dcebf2"
COLOURS = ("#b5533c", "#2d6a7a", "#caa24a", "#7b5a86", "#6fa37f", "#c97b63")


@dataclass(frozen=True)
class Scene:
    alt: str
    draw: Callable[[ImageDraw.ImageDraw], None]


def photos_of(practices: list[TakenPractice]) -> Iterator[TakenPhoto]:
    """One or two of every third practice that came to be read by everybody."""
    public = [one for one in practices if PracticeState.PUBLISHED in {state for state, _at in one.way}]
    number = 0
    for place, practice in enumerate(public[::EVERY]):
        scenes = SCENES[practice.draft.field]
        for scene in scenes if place % 2 else scenes[:1]:
            yield TakenPhoto(
                id=minted("practice-photo", number),
                practice=practice.id,
                content=drawn(scene),
                alt=scene.alt,
                credit=practice.agreed_by if number % 4 == 1 else "",
                rights=PhotoRights.GIVEN if number % 4 == 1 else PhotoRights.OWN,
                people=PeopleShown.NOT_ASKED if number % 11 == 10 else PeopleShown.NOBODY,
                added_at=practice.way[0][1],
                by=practice.by,
            )
            number += 1


@cache
def drawn(scene: Scene) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    scene.draw(ImageDraw.Draw(image))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()


def _shelf(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 470, WIDTH, HEIGHT), fill=FLOOR)
    pen.rectangle((180, 90, 620, 500), fill=WOOD)
    for row, top in enumerate((110, 240, 370)):
        pen.rectangle((200, top, 600, top + 110), fill=WALL)
        for place in range(12):
            left, height = 206 + place * 32, 70 + (place * 7 + row * 11) % 34
            colour = COLOURS[(place + row) % len(COLOURS)]
            pen.rectangle((left, top + 110 - height, left + 26, top + 110), fill=colour)


def _bench(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, WIDTH, 360), fill=SKY)
    pen.rectangle((0, 360, WIDTH, HEIGHT), fill="#b9cfa6")
    for top in (300, 335, 400):
        pen.rectangle((170, top, 630, top + 22), fill=WOOD)
    for left in (200, 580):
        pen.rectangle((left, 300, left + 20, 500), fill=DARK)
    for place, colour in enumerate(COLOURS[:5]):
        pen.rectangle((260 + place * 55, 382 - place % 2 * 8, 305 + place * 55, 398), fill=colour)
    pen.ellipse((620, 60, 790, 290), fill=LEAF)
    pen.rectangle((695, 280, 717, 420), fill=WOOD)


def _case(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 480, WIDTH, HEIGHT), fill=FLOOR)
    pen.rectangle((140, 180, 660, 500), fill=WOOD)
    pen.rectangle((160, 200, 640, 430), fill="#eef4f4")
    pen.ellipse((215, 270, 325, 420), fill=COLOURS[0])
    pen.rectangle((245, 240, 295, 290), fill=COLOURS[0])
    pen.polygon(((390, 420), (440, 260), (490, 420)), fill=COLOURS[2])
    pen.ellipse((535, 330, 615, 420), outline=COLOURS[1], width=14)


def _loom(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 490, WIDTH, HEIGHT), fill=FLOOR)
    pen.rectangle((200, 90, 600, 120), fill=WOOD)
    for left in (200, 575):
        pen.rectangle((left, 90, left + 25, 520), fill=WOOD)
    for place in range(34):
        left = 232 + place * 10
        pen.line((left, 120, left, 300), fill=DARK, width=2)
    for row in range(10):
        top = 300 + row * 18
        pen.rectangle((230, top, 572, top + 16), fill=COLOURS[row % len(COLOURS)])


def _circle(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=FLOOR)
    pen.ellipse((300, 200, 500, 400), fill=WALL)
    for place in range(10):
        angle = 2 * pi * place / 10
        x, y = WIDTH / 2 + 210 * cos(angle), HEIGHT / 2 + 210 * sin(angle)
        pen.rectangle((x - 34, y - 34, x + 34, y + 34), fill=COLOURS[place % len(COLOURS)])


def _garden(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, WIDTH, 280), fill=SKY)
    pen.rectangle((0, 280, WIDTH, HEIGHT), fill="#a98458")
    for row in range(4):
        for place in range(9):
            x, y = 50 + place * 88, 330 + row * 70
            pen.ellipse((x - 24, y - 24, x + 24, y + 20), fill=LEAF)
            pen.ellipse((x - 8, y - 14, x + 8, y + 2), fill=COLOURS[(place + row) % len(COLOURS)])
    for left in range(20, WIDTH, 60):
        pen.rectangle((left, 220, left + 30, 300), fill=WALL)


SCENES: dict[str, tuple[Scene, ...]] = {
    "library": (
        Scene("Rajz: nyitott könyvszekrény, három polcán színes könyvek", _shelf),
        Scene("Rajz: pad egy fa alatt, az ülésén sorba rakott könyvek", _bench),
    ),
    "museum": (
        Scene("Rajz: fából készült tárló, benne agyagedény, kúp alakú tárgy és egy karika", _case),
        Scene("Rajz: szövőszék, rajta félkész, csíkos szőnyeg", _loom),
    ),
    "community": (
        Scene("Rajz: tíz szék körben, felülről nézve", _circle),
        Scene("Rajz: kert palántákkal, mögötte fehér kerítés", _garden),
    ),
}
