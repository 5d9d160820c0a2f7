"""record(): the only writer of the audit trail."""

from .models import AuditEvent


def record(act, *, by, target=None, note="", rows=None):
    """Write one audit event inside the caller's transaction.

    act: "step", "look", "export", "sign-in" …; target: the row concerned; rows: how many people's data left.
    """
    return AuditEvent.objects.create(
        by=by if by is not None and by.is_authenticated else None,
        act=act,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_name=str(target)[:200] if target is not None else "",
        note=note,
        rows=rows,
    )
