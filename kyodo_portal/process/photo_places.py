"""Where photographs may stand: what an upper room says of its pages, so that this shelf knows none of them."""

from dataclasses import dataclass

from kyodo_portal.common import upwards


@dataclass(frozen=True)
class PhotoPlace:
    """One kind of page that shows photographs. Named in settings.KYODO_PHOTO_PLACES.

    model: whose rows the pages are of; label: what the photograph is there, 「団体の写真」; most: how many; where that is one, a new
    one takes the place of the old one. pages(user): the QuerySet of rows whose photographs this person (or visitor) may see;
    can_change(user, row): who puts them up and takes them off; people(row): users who are told when somebody asks for one to be
    taken off; parties(row): party words of those who have a part in it and so do not decide about that.
    title(row): how the page is called; url(row): its address; record(row): (kind, key) of the record whose public page shows it, for
    the search ("partner" or "project"). is_described: none of them is a mere decoration, each has its words.
    """

    key: str
    model: object
    label: str
    most: int
    pages: object
    can_change: object
    people: object
    parties: object
    title: object
    url: object
    record: object
    is_described: bool = False

    def row(self, subject_id):
        """The row, whoever asks; None where it is gone."""
        return self.model._base_manager.filter(pk=subject_id).first()

    def visible(self, user, subject_id):
        """The row whose page this person may open, or None."""
        return self.pages(user).filter(pk=subject_id).first()


def photo_place(key):
    """The PhotoPlace of a key; KeyError for one that is none."""
    return {place.key: place for place in upwards.photo_places()}[key]
