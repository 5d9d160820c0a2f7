"""The sample cities by the names of `kyodo_portal/accounts/sample.py`: what each brings, and who tells its story."""

from collections.abc import Callable
from typing import NamedTuple

from . import first, village


class City(NamedTuple):
    """`guidelines`: files under fixtures/, the own city's first; `settle`: everything else, in an empty database."""

    guidelines: tuple[str, ...]
    settle: Callable[[], None]


CITIES = {
    "ojiya": City(tuple(f"guidelines/{name}.json" for name in first.GUIDELINES), first.settle),
    "mura": City(("sample/mura/guideline.json",), village.settle),
}
