"""Who sees a photograph, puts it up, takes it off, and decides where somebody on it asked. The docstring is the rule."""

from django.http import Http404

from kyodo_portal.common.upwards import is_secretariat, parties_of

from .photo_models import Photo
from .photo_places import photo_place


def subject_or_404(key, subject_id, user):
    """(place, row): the page that this person may open; 404 for a place that is none and for every other row."""
    try:
        place = photo_place(key)
    except KeyError:
        raise Http404 from None
    row = place.visible(user, subject_id)
    if row is None:
        raise Http404
    return place, row


def photo_or_404(pk, user, *, even_covered=False):
    """(photo, place, row): whoever may open its page; what is covered only those who put it up and the secretariat.

    even_covered: for a request that is answered without showing it: whoever opened its page may have covered it a moment ago.
    """
    photo = Photo.objects.kept().filter(pk=pk).first()
    if photo is None:
        raise Http404
    place = photo_place(photo.place)
    decides = photo.covered_at and user.is_authenticated and is_secretariat(user)
    row = place.row(photo.subject_id) if decides else place.visible(user, photo.subject_id)
    if row is None:
        raise Http404
    if decides:
        return photo, place, row
    if photo.covered_at and not even_covered and not can_change_photos(user, place, row):
        raise Http404
    return photo, place, row


def page_it_left(pk, user):
    """The address of the page from which this very person has taken the photograph off; "" where they did not, or see it no more."""
    photo = Photo.objects.filter(pk=pk, removed_by=user, removed_why=Photo.Why.REMOVED).first()
    row = photo and photo_place(photo.place).visible(user, photo.subject_id)
    return photo_place(photo.place).url(row) if row else ""


def can_change_photos(user, place, row):
    """Whoever changes the page itself: the upper room says who that is."""
    return user.is_authenticated and place.can_change(user, row)


def can_decide_request(user, place, row):
    """The secretariat decides, without whoever has a part in the page: those may take the picture off themselves."""
    return is_secretariat(user) and not {word.replace("v", "p") for word in parties_of(user)} & set(place.parties(row))
