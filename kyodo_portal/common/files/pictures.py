"""Pictures that people hand in: measured by their head, decoded one at a time, written again without what they carried along."""

import io
import threading

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
# libjpeg holds all of a progressive picture while it reads it, however small we ask it to be: up to 8 bytes a pixel.
MAX_PIXELS_PROGRESSIVE = 25_000_000
# What is kept: 4000 × 4000 is more than a poster on A3 needs. Anything larger is halved until it fits.
KEPT_PIXELS = 16_000_000
# A picture of 50 million pixels needs 200 megabytes while it is decoded. One at a time, in each process.
_DESK = threading.BoundedSemaphore(1)
WAIT = 40  # seconds; a large picture takes three
STRIP = 256  # lines of the smaller picture that are made at once

SHRINK = "縮めるか、画面の写真（スクリーンショット）にしてから選んでください。"


def encoded_anew(content, kind, item):
    """The bytes of the picture (kind "jpeg" or "png"), upright and written again: place, camera, further frames and whatever hid
    behind it are gone; more than KEPT_PIXELS are made smaller. ValidationError for what is too large or cannot be read.
    """
    _measure(content, kind, item)
    if not _DESK.acquire(timeout=WAIT):
        raise ValidationError(f"{item}の写真を、いまは読めません。1分ほど待って、もう一度選んでください。", code="busy")
    try:
        return _written(_decoded(content, kind), kind)
    except Exception:  # Pillow raises anything between OSError and SyntaxError on a broken picture
        raise ValidationError(f"{item}の写真が読めません。開けることを確かめて、選び直してください。", code="picture") from None
    finally:
        _DESK.release()


def _measure(content, kind, item):
    """ValidationError where the head says that it is too large: nothing has been decoded by then."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
            width, height, progressive = *picture.size, "progressive" in picture.info
    except Image.DecompressionBombError:
        raise ValidationError(f"{item}の写真が大きすぎます。{SHRINK}", code="pixels") from None
    except Exception:
        raise ValidationError(f"{item}の写真が読めません。開けることを確かめて、選び直してください。", code="picture") from None
    most = MAX_PIXELS_PROGRESSIVE if progressive else MAX_PIXELS
    if width * height > most:
        raise ValidationError(
            f"{item}の写真は{width:,}×{height:,}の点でできていて、大きすぎます。合わせて{most // 10_000:,}万点までにします。{SHRINK}",
            code="pixels",
        )


def _decoded(content, kind):
    """The picture in a mode that can be written, no larger than KEPT_PIXELS, upright. Never two whole copies of it at once."""
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
        orientation = picture.getexif().get(0x0112)
        if kind == "jpeg":
            times = _times(picture.size)
            picture.draft(None, (picture.width // times, picture.height // times))  # libjpeg leaves out what is not kept
        picture.load()
        clean = _smaller(picture, kind, _times(picture.size))
    del picture
    if orientation in range(2, 9):
        clean.getexif()[0x0112] = orientation
        clean = ImageOps.exif_transpose(clean)
    return clean


def _smaller(picture, kind, times):
    """A new picture with nothing but the points of this one, its sides divided by `times`; strip by strip."""
    mode = _mode_of(picture, kind, times)
    size = (-(-picture.width // times), -(-picture.height // times))
    clean = Image.new(mode, size)
    for top in range(0, picture.height, STRIP * times):
        strip = picture.crop((0, top, picture.width, min(top + STRIP * times, picture.height)))
        strip = strip if strip.mode == mode else strip.convert(mode)
        clean.paste(strip if times == 1 else strip.reduce(times), (0, top // times))
    return clean


def _times(size):
    """By how much a side is divided so that what is left is no larger than KEPT_PIXELS."""
    times = 1
    while (size[0] // times) * (size[1] // times) > KEPT_PIXELS:
        times *= 2
    return times


def _mode_of(picture, kind, times):
    """The mode in which the picture is written. Points of black and white alone are grey between each other when it gets smaller."""
    if kind == "jpeg":
        return "L" if picture.mode == "L" else "RGB"
    if picture.mode == "P":
        return "RGBA"
    if picture.mode == "1" and times > 1:
        return "L"
    return picture.mode if picture.mode in ("1", "L", "LA", "RGB", "RGBA") else "RGB"


def _written(picture, kind):
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, kind.upper(), exif=b"", **({"quality": 88} if kind == "jpeg" else {"optimize": False}))
    return out.getvalue()
