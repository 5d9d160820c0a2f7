"""Pictures that people hand in: measured by their head, decoded one at a time, written again without what they carried along."""

import io
import struct
import threading
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
# libjpeg holds all of a progressive picture while it reads it, however small we ask it to be: up to 8 bytes a pixel.
MAX_PIXELS_PROGRESSIVE = 25_000_000
# The decoder of WEBP holds two canvases of four bytes a pixel beside the picture itself and its copy.
MAX_PIXELS_WEBP = 12_500_000
_MOST = {"webp": MAX_PIXELS_WEBP, "gif": MAX_PIXELS_PROGRESSIVE, "tiff": MAX_PIXELS_PROGRESSIVE}
_TIFF_PACKED = ("raw", "packbits", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "group3", "group4")
# What is kept: 4000 × 4000 is more than a poster on A3 needs. Anything larger is halved until it fits.
KEPT_PIXELS = 16_000_000
# A picture of 50 million pixels needs 200 megabytes while it is decoded. One at a time, in each process.
_DESK = threading.BoundedSemaphore(1)
WAIT = 40  # seconds; a large picture takes three
STRIP = 256  # lines of the smaller picture that are made at once

UNREADABLE = "{item}の写真が読めません。開けることを確かめて、選び直してください。"
SHRINK = "縮めるか、画面の写真（スクリーンショット）にしてから選んでください。"


def converted(content, kind, item):
    """(kind "jpeg" or "png", bytes) of a picture that is "webp", "gif" or "tiff", as `encoded_anew`; None for one with several frames
    or pages, of which only the first would be left, and for a TIFF packed in a rare way. ValidationError likewise.
    """
    if kind == "webp":
        moves, size = _webp_head(content, item)
        _refuse_large(*size, MAX_PIXELS_WEBP, item)  # its decoder takes the memory as soon as it is opened
        if moves:
            return None
    else:
        _measure(content, kind, item)
    with desk(item):
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
            if getattr(picture, "is_animated", False) or kind == "tiff" and picture.info.get("compression") not in _TIFF_PACKED:
                return None
        clean = _decoded(content, kind)
        to = "jpeg" if clean.mode in ("L", "RGB") and kind != "gif" else "png"
        return to, _written(clean, to)


def _webp_head(content, item):
    """(does it move, (width, height)) as the head of a WEBP says, read without its decoder."""
    try:
        if content[12:16] == b"VP8X":
            width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
            return bool(content[20] & 2), (width, height)
        if content[12:16] == b"VP8L" and content[20] == 0x2F:
            (bits,) = struct.unpack_from("<I", content, 21)
            return False, ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        if content[12:16] == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
            return False, tuple(side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    except (IndexError, struct.error):
        pass
    raise ValidationError(UNREADABLE.format(item=item), code="picture")


def encoded_anew(content, kind, item):
    """The bytes of the picture (kind "jpeg" or "png"), upright and written again: place, camera, further frames and whatever hid
    behind it are gone; more than KEPT_PIXELS are made smaller. ValidationError for what is too large or cannot be read.
    """
    _measure(content, kind, item)
    with desk(item):
        return _written(_decoded(content, kind), kind)


@contextmanager
def desk(item):
    """One picture at a time; whatever goes wrong in there is a broken picture."""
    if not _DESK.acquire(timeout=WAIT):
        raise ValidationError(f"{item}の写真を、いまは読めません。1分ほど待って、もう一度選んでください。", code="busy")
    try:
        yield
    except Exception:  # Pillow raises anything between OSError and SyntaxError on a broken picture
        raise ValidationError(UNREADABLE.format(item=item), code="picture") from None
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
        raise ValidationError(UNREADABLE.format(item=item), code="picture") from None
    _refuse_large(width, height, _MOST.get(kind, MAX_PIXELS_PROGRESSIVE if progressive else MAX_PIXELS), item)


def _refuse_large(width, height, most, item):
    if width * height > most:
        raise ValidationError(
            f"{item}の写真は{width:,}×{height:,}の点でできていて、大きすぎます。合わせて{most // 10_000:,}万点までにします。{SHRINK}",
            code="pixels",
        )


def _decoded(content, kind):
    """The picture in a mode that can be written, no larger than KEPT_PIXELS, upright. Never two whole copies of it at once."""
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
        orientation = picture.getexif().get(0x0112) if kind != "tiff" else None  # Pillow turns that one itself
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
    """The mode in which the picture is written. OSError for a TIFF that is no picture for eyes (16 bits, measurements). Points of black and white alone are grey between each other when it gets smaller."""
    if kind == "jpeg":
        return "L" if picture.mode == "L" else "RGB"
    if kind == "tiff" and picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr"):
        raise OSError(picture.mode)
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
