"""The app's icon, drawn: the house of the network on its ground, as in `core/favicon.svg`."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

GREEN, PAPER = "#1e5b41", "#fcf9f2"
FINER = 4  # drawn larger, then made smaller: smooth edges
# Name -> (pixels, share of the picture that the house takes). Phones cut the edges of the maskable one.
ICONS = {"192": (192, 0.78), "512": (512, 0.78), "maskable": (512, 0.56), "apple": (180, 0.7)}


@cache
def icon(name: str) -> bytes:
    """The PNG of this name. Raises `KeyError` for one that there is not."""
    pixels, share = ICONS[name]
    side = pixels * FINER
    picture = Image.new("RGB", (side, side), GREEN)
    unit = side * share / 24
    left = (side - 24 * unit) / 2
    pen = ImageDraw.Draw(picture)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(left + x * unit, left + y * unit) for x, y in points]

    def line(*points: tuple[float, float]) -> None:
        pen.line(at(*points), fill=PAPER, width=round(2 * unit), joint="curve")
        for x, y in at(points[0], points[-1]):
            pen.ellipse((x - unit, y - unit, x + unit, y + unit), fill=PAPER)

    line((4, 19), (4, 9), (12, 4), (20, 9), (20, 19))
    line((12, 14), (12, 19))
    line((4, 19), (20, 19))
    pen.ellipse(at((10, 10), (14, 14)), outline=PAPER, width=round(1.6 * unit))
    drawn = BytesIO()
    picture.resize((pixels, pixels), Image.Resampling.LANCZOS).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
