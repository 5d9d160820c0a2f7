"""What came on paper or by telephone is entered with its 収受日: a whole application, or the next step of a grant."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from projects.filings.checks import refuse_day, refuse_next, refuse_used

from .access import can_enter_for, can_file
from .account_models import GrantPaper
from .apply_actions import held
from .filing_models import GrantFiling
from .models import Grant


@files_first("scan")
@transaction.atomic
def enter_grant(rule, partner, *, by, form_key, title, channel, received_on, scan=None):
    """A draft of the group for what it applied for on paper or by telephone; the city writes and sends it.

    scan: an accepted upload, or None. PermissionDenied for whoever does not keep the scheme, ValidationError where the 収受日 is
    none on which the rule took applications. The same key gives the same draft.
    """

    def make():
        if not can_enter_for(by, partner, rule):
            raise PermissionDenied
        refuse_day(received_on)
        if not rule.takes_on(received_on):
            span = f"{jdate(rule.opens_on)}から{jdate(rule.closes_on)}まで"
            raise ValidationError({"received_on": f"この制度の受付は、{span}です。この日に届いた申請は、受け付けられません。"})
        made = Grant.objects.create(
            rule=rule, partner=partner, title=title, created_by=by, form_key=form_key, is_sample=partner.is_sample
        )
        record("start", by=by, target=made, note="紙や電話で届いたもの")
        _keep(made, "submit", by=by, form_key=form_key, channel=channel, received_on=received_on, scan=scan)
        return made

    return create_once(Grant, form_key, make, theirs={"rule_id": rule.pk, "partner_id": partner.pk, "created_by_id": by.pk})


@files_first("scan")
@transaction.atomic
def file_for(grant, *, by, form_key, what, channel, received_on, scan=None):
    """Something came for this grant: whoever may file takes the group's step with it. what: a key of WHATS.

    ValidationError while another one is open. The same key gives the same GrantFiling.
    """

    def make():
        locked = held(grant)
        if not can_file(by, locked):
            raise PermissionDenied
        refuse_next(locked, what, received_on)
        return _keep(locked, what, by=by, form_key=form_key, channel=channel, received_on=received_on, scan=scan)

    return create_once(GrantFiling, form_key, make, theirs={"grant_id": grant.pk, "entered_by_id": by.pk})


def _keep(grant, what, *, by, form_key, channel, received_on, scan):
    paper = None
    if scan is not None:
        paper = keep_file(
            GrantPaper, scan, by=by, form_key=form_key, grant=grant, kind=GrantPaper.Kind.FILED, dated_on=received_on
        )
    said = {"channel": channel, "received_on": received_on, "scan": paper}
    made = GrantFiling.objects.create(grant=grant, what=what, entered_by=by, form_key=form_key, **said)
    record("edit", by=by, target=grant, note=f"届いた紙：{made}")
    grant.__dict__.pop("all_filings", None)
    sync_tasks(grant)
    return made


@transaction.atomic
def drop_filing(filing, *, by):
    """It was entered by mistake and nothing was done with it: it goes, its scan is withdrawn. A second press finds it gone.

    A whole application that was never sent goes with it: its group has not written it.
    """
    grant = held(filing.grant)
    filing = GrantFiling.objects.select_for_update().filter(pk=filing.pk).first()
    if not can_file(by, grant):
        raise PermissionDenied
    if filing is None:
        return
    refuse_used(filing)
    if grant.is_unsent and grant.number is None:
        record("delete", by=by, target=grant, note=f"届いた紙を取り消した：{filing}")
        forget_tasks(grant)
        grant.delete()
        return
    GrantPaper.objects.filter(pk=filing.scan_id).update(removed_at=timezone.now())
    filing.delete()
    record("edit", by=by, target=grant, note=f"届いた紙を取り消した：{filing}")
    grant.__dict__.pop("all_filings", None)
    sync_tasks(grant)
