"""Photographs of pages: 3:2 in two sizes, as WEBP, out of what pictures.py has cleaned."""

import io

from django.core.exceptions import ValidationError
from PIL import Image

from .pictures import desk

LEAST_WIDTH = 300  # points; less is a smear on a telephone too
SIZES = {"l": (1200, 160_000), "s": (480, 30_000)}  # name: (at most so many points wide, so many bytes are aimed at)
_QUALITIES = (80, 70, 60, 50)
THIRDS = {"start": 0, "centre": 0.5, "end": 1}


def in_three_by_two(content, kind, item, third="centre"):
    """{name of SIZES: (bytes of a WEBP, (width, height))} of a picture that `encoded_anew` gave (kind "jpeg" or "png").

    third: which part of what is too long stays, a key of THIRDS: "start" is the top of an upright picture and the left of a wide
    one. Never enlarged; what was transparent is white. ValidationError where less than LEAST_WIDTH would be left.
    """
    with desk(item), Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
        box = _three_by_two(picture.size, THIRDS[third])
        width = int(box[2] - box[0])
        cut = {name: _cut(picture, box, min(width, most)) for name, (most, _) in SIZES.items()} if width >= LEAST_WIDTH else None
        found = cut and {name: (_webp(one, SIZES[name][1]), one.size) for name, one in cut.items()}
    if not found:
        raise ValidationError(
            f"{item}が小さすぎます。横{LEAST_WIDTH}・縦{LEAST_WIDTH * 2 // 3}の点より大きいものを選んでください。", code="small"
        )
    return found


def _three_by_two(size, share):
    """The largest part of 3:2, as (left, top, right, bottom); `share` of what is cut off goes before it."""
    width, height = size
    if width * 2 > height * 3:
        cut = (width - height * 3 / 2) * share
        return cut, 0, cut + height * 3 / 2, height
    cut = (height - width * 2 / 3) * share
    return 0, cut, width, cut + width * 2 / 3


def _cut(picture, box, width):
    size = (width, round(width * 2 / 3))
    picture = picture if picture.mode in ("L", "LA", "RGB", "RGBA") else picture.convert("RGB")
    small = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2)
    if small.mode in ("LA", "RGBA"):
        ground = Image.new("RGBA", size, "white")
        ground.alpha_composite(small.convert("RGBA"))
        small = ground
    return small.convert("RGB")


def _webp(picture, most):
    """The first quality that keeps to `most` bytes, else the last."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=4, exif=b"")
        if out.tell() <= most:
            break
    return out.getvalue()
