"""代わりに入れる: the secretariat enters for a group what it handed in on paper or said; the same papers, the same steps."""

from django.db import transaction

from kyodo_portal.process.file_actions import files_first, keep_file
from partners.directory.standing import Standing

from .access import is_renewable
from .actions import start_again, start_registration
from .file_models import RegistrationFile
from .leaving_actions import give_notice, pause
from .models import Registration
from .renewal_actions import renew_unchanged

Purpose = Registration.Purpose
UNCHANGED = "unchanged"  # a renewal in which nothing changed: there is nothing to fill in
BY_STANDING = {
    Standing.REGISTERED: (Purpose.CHANGE, Purpose.PAUSE, Purpose.LEAVE),
    Standing.DORMANT: (Purpose.RESUME, Purpose.LEAVE),
    Standing.DECLINED: (Purpose.NEW,),
    Standing.WITHDRAWN: (Purpose.NEW,),
    Standing.LEFT: (Purpose.NEW,),
    Standing.LISTED: (Purpose.NEW,),
}


def whats_of(partner):
    """What may have come of this group, the likeliest first; of one that the portal does not know a new registration."""
    if partner is None:
        return (Purpose.NEW,)
    renewals = (UNCHANGED, Purpose.RENEWAL) if is_renewable(partner) else ()
    return (*renewals, *BY_STANDING.get(partner.standing, ()))


@files_first("scan")
@transaction.atomic
def file_paper(*, partner, what, by, receipt, form_key, scan=None, name="", kind="", reason=""):
    """The Registration that came: a draft to be filled in, or, where nothing is to be filled in, sent. what: a key of WHAT.

    scan: an accepted upload, kept among its papers. Errors: those of the action of each paper.
    """
    common = {"by": by, "form_key": form_key, "receipt": receipt}
    if partner is None:
        row = start_registration(name=name, kind=kind, **common)
    elif what == UNCHANGED:
        row = renew_unchanged(partner=partner, **common)
    elif what == Purpose.PAUSE:
        row = pause(partner=partner, reason=reason, **common)
    elif what == Purpose.LEAVE:
        row = give_notice(partner=partner, reason=reason, **common)
    else:
        row = start_again(partner=partner, purpose=what if what in (Purpose.RENEWAL, Purpose.RESUME) else None, **common)
    if scan is not None and not row.files.standing().filter(sha256=scan.sha256).exists():
        keep_file(RegistrationFile, scan, by=by, registration=row, kind=RegistrationFile.Kind.OTHER)
    return row
