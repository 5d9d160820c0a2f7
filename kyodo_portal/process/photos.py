"""The photographs that pages show: what an <img> needs, as plain values. Nothing here writes."""

from typing import NamedTuple

from django.db.models import OuterRef, Q
from django.urls import reverse

from kyodo_portal.common.lists.beside import Beside

from .photo_models import Photo

OF_A_SIZE = ("pk", "alt", "is_sample", "files__width_name", "files__width", "files__height")


class Size(NamedTuple):
    url: str
    width: int
    height: int


class Shown(NamedTuple):
    """One picture as a page shows it: a photograph, or where there is none a drawing (`pk` None). `alt`: "" for a decoration."""

    pk: int | None
    alt: str
    small: Size
    large: Size
    is_sample: bool

    @property
    def page(self):
        """Where whoever is on it asks for it to be taken off; "" for a drawing, on which there is nobody."""
        return reverse("photo", args=[self.pk]) if self.pk else ""


def photos_of(place, subject_ids):
    """{subject_id: [Shown, …]} of what stands on these pages of one place ("partner", "project" …), the oldest first. One query.

    For pages that the reader may open: the picture itself is handed out to nobody else (photo_views.picture).
    """
    return photos_of_places({place: subject_ids})[place]


def photos_of_places(wanted):
    """{place: {subject_id: [Shown, …]}} of several places at once, as `photos_of` says of one. One query, none where nothing is asked.

    wanted: {place: subject_ids}.
    """
    found, asked = {place: {} for place in wanted}, Q()
    for place, subject_ids in wanted.items():
        if subject_ids := list(subject_ids):
            asked |= Q(place=place, subject_id__in=subject_ids)
    shown = Photo.objects.shown().filter(asked, files__isnull=False).order_by("pk") if asked else Photo.objects.none()
    for place, subject, *row in shown.values_list("place", "subject_id", *OF_A_SIZE):
        found[place].setdefault(subject, []).append(row)
    return {place: {subject: shown_of(rows) for subject, rows in subjects.items()} for place, subjects in found.items()}


def photos_beside(place):
    """The same for a list: a column of each row that `shown_of` takes. The rows are those of the place's own table."""
    return Beside(
        Photo.objects.shown().filter(place=place, subject_id=OuterRef("pk"), files__isnull=False).order_by("pk"), *OF_A_SIZE
    )


def shown_of(rows):
    """[Shown] of the photographs of one subject that are there in both sizes; rows: of OF_A_SIZE, or None. No query."""
    photos = {}
    for pk, alt, is_sample, name, width, height in rows or ():
        size = Size(reverse("photo-picture", args=[pk, name]), width, height)
        photos.setdefault(pk, {"alt": alt, "is_sample": bool(is_sample)})[name] = size
    return [
        Shown(pk, alt=one["alt"], small=one["s"], large=one["l"], is_sample=one["is_sample"])
        for pk, one in photos.items()
        if {"s", "l"} <= one.keys()
    ]


class PhotosPage(NamedTuple):
    """What whoever changes a page sees of its photographs: `photos` are rows, covered ones too; `is_full`: no more may be added."""

    label: str
    title: str
    back: str
    photos: list
    most: int
    is_full: bool


def page_of_photos(place, row):
    """The PhotosPage of one row of a PhotoPlace. One query, and those of the place."""
    photos = list(Photo.objects.kept().filter(place=place.key, subject_id=row.pk))
    is_full = place.most > 1 and len(photos) >= place.most
    return PhotosPage(place.label, place.title(row), place.url(row), photos, place.most, is_full)
