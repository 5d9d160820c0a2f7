"""keep_file: the only way in which a file comes to a matter. files_first: its bytes are written before anything is locked."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps

from kyodo_portal.common.files import storage

log = logging.getLogger(__name__)


@dataclass
class _Laid:
    """A file that lies in the store and waits for its row."""

    stored: storage.Stored
    has_row: bool = False


_LAID = ContextVar("laid")  # (sha256, _Laid) of the action that is under way; the same bytes may come twice


def files_first(*names):
    """For an action that keeps uploads, above its transaction: the arguments of these names (uploads.Accepted, or None) are laid down
    first, so that nobody waits for a row while a store is slow to answer.
    """

    def decorate(action):
        @wraps(action)
        def with_files(*args, **said):
            with laid_down(*(said.get(name) for name in names)):
                return action(*args, **said)

        return with_files

    return decorate


@contextmanager
def laid_down(*uploads):
    """These uploads (uploads.Accepted, or None) lie in the store while the block runs; what has no row at its end is removed.

    Raises StoreAway where the store does not take them: then the block has not begun.
    """
    outer, mine = _LAID.get(()), []
    known = {sha256 for sha256, _ in outer}
    try:
        for upload in uploads:
            if upload is not None and upload.sha256 not in known:
                mine.append((upload.sha256, _Laid(storage.store(upload))))
        token = _LAID.set((*outer, *mine))
        try:
            yield
        finally:
            _LAID.reset(token)
    except BaseException:
        _give_up(laid for _, laid in mine)
        raise
    _give_up(laid for _, laid in mine if not laid.has_row)


def keep_file(model, accepted, *, by, **columns):
    """Write the row of `model` (a StoredFile) with `columns` for an accepted upload (uploads.Accepted); return the row.

    Its bytes were laid down by `files_first`; where the caller holds nothing yet, they are written here. The same file of the same
    person with the same columns is there already after a double click: its row is returned. The caller holds the row to which the
    file belongs. A row that the database refuses leaves no file behind.
    """
    known = same_file(model, accepted, by=by, **columns)
    if known is not None:
        return known
    waiting = (laid for sha256, laid in _LAID.get(()) if sha256 == accepted.sha256 and not laid.has_row)
    if is_new := (laid := next(waiting, None)) is None:
        laid = _Laid(storage.store(accepted))
    try:
        row = model.objects.create(
            stored_as=laid.stored.stored_name,
            name=accepted.name,
            content_type=accepted.content_type,
            size=accepted.size,
            sha256=accepted.sha256,
            uploaded_by=by,
            **columns,
        )
    except Exception:
        if is_new:
            _give_up([laid])
        raise
    laid.has_row = True
    return row


def _give_up(files):
    """What a store does not remove now, the cleaner meets a day later: no row names it."""
    for laid in files:
        try:
            storage.discard(laid.stored.stored_name)
        except OSError as error:
            log.warning("%s was not removed: %s", laid.stored.stored_name, error)


def same_file(model, accepted, *, by, **columns):
    """The row of this very upload (bytes, name, person, columns) if it is kept already and was not taken off, or None."""
    columns |= {"removed_at": None} if any(field.name == "removed_at" for field in model._meta.fields) else {}
    return model._base_manager.filter(sha256=accepted.sha256, name=accepted.name, uploaded_by=by, **columns).first()
