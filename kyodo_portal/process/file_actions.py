"""keep_file: the only way in which a file comes to a matter."""

from kyodo_portal.common.files import storage


def keep_file(model, accepted, *, by, **columns):
    """Write an accepted upload (uploads.Accepted) and its row of `model` (a StoredFile) with `columns`; return the row.

    The same file of the same person with the same columns is there already after a double click: its row is returned. The
    caller holds the row to which the file belongs. A row that the database refuses leaves no file behind.
    """
    known = same_file(model, accepted, by=by, **columns)
    if known is not None:
        return known
    stored = storage.store(accepted)
    try:
        return model.objects.create(
            stored_as=stored.stored_name,
            name=stored.display_name,
            content_type=stored.content_type,
            size=stored.size,
            sha256=stored.sha256,
            uploaded_by=by,
            **columns,
        )
    except Exception:
        storage.discard(stored.stored_name)
        raise


def same_file(model, accepted, *, by, **columns):
    """The row of this very upload (bytes, name, person, columns) if it is kept already and was not taken off, or None."""
    columns |= {"removed_at": None} if any(field.name == "removed_at" for field in model._meta.fields) else {}
    return model._base_manager.filter(sha256=accepted.sha256, name=accepted.name, uploaded_by=by, **columns).first()
