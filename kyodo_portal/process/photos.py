"""The photographs that pages show: what an <img> needs, as plain values. Nothing here writes."""

from typing import NamedTuple

from django.urls import reverse

from .photo_models import Photo


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
    subject_ids = list(subject_ids)
    if not subject_ids:
        return {}
    shown = Photo.objects.shown().filter(place=place, subject_id__in=subject_ids, files__isnull=False).order_by("pk")
    columns = ("subject_id", "pk", "alt", "is_sample", "files__width_name", "files__width", "files__height")
    found = {}
    for subject, pk, alt, is_sample, name, width, height in shown.values_list(*columns):
        size = Size(reverse("photo-picture", args=[pk, name]), width, height)
        found.setdefault(subject, {}).setdefault(pk, {"alt": alt, "is_sample": is_sample})[name] = size
    return {
        subject: [
            Shown(pk, alt=one["alt"], small=one["s"], large=one["l"], is_sample=one["is_sample"])
            for pk, one in photos.items()
            if {"s", "l"} <= one.keys()
        ]
        for subject, photos in found.items()
    }


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
