"""What came on paper or by telephone of an application that stands is entered with its 収受日: the next step of its group."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.events import event_of
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import is_member, people_of
from projects.filings.checks import refuse_next, refuse_used
from projects.filings.effects import all_of

from .access import REPRESENTATIVE, can_file
from .file_models import OTHER, ApplicationPaper
from .filing_models import WHATS, ApplicationFiling
from .models import Application
from .workflow import APPLICATION

NOT_THIS = "入れているのは「{what}」です。先にその内容を入れるか、収受の記録を取り消してください。"


def _held(application):
    rows = Application.objects.select_for_update(of=("self",)).select_related("partner", "department", "spec")
    return rows.get(pk=application.pk)


@files_first("scan")
@transaction.atomic
def file_for(application, *, by, form_key, what, channel, received_on, scan=None):
    """Something came for this application: whoever may file takes the group's step with it. what: a key of WHATS.

    scan: an accepted upload, or None; it lies with the papers. ValidationError while another one is open. The same key gives the same
    ApplicationFiling.
    """

    def make():
        locked = _held(application)
        if not can_file(by, locked):
            raise PermissionDenied
        refuse_next(locked, what, received_on)
        paper, words = None, {"kind": OTHER, "label": f"{WHATS[what]}の写し", "by_city": True}
        if scan is not None:
            paper = keep_file(ApplicationPaper, scan, by=by, form_key=form_key, application=locked, **words)
        said = {"channel": channel, "received_on": received_on, "scan": paper, "form_key": form_key}
        made = ApplicationFiling.objects.create(application=locked, what=what, entered_by=by, **said)
        record("edit", by=by, target=locked, note=f"届いた紙：{made}")
        _worked_out(locked)
        return made

    return create_once(ApplicationFiling, form_key, make, theirs={"application_id": application.pk, "entered_by_id": by.pk})


@transaction.atomic
def drop_filing(filing, *, by):
    """It was entered by mistake and nothing was done with it: it goes, its scan is withdrawn. A second press finds it gone."""
    application = _held(filing.application)
    filing = ApplicationFiling.objects.select_for_update().filter(pk=filing.pk).first()
    if not can_file(by, application):
        raise PermissionDenied
    if filing is None:
        return
    refuse_used(filing)
    ApplicationPaper.objects.filter(pk=filing.scan_id, removed_at=None).update(removed_at=timezone.now())
    filing.delete()
    record("edit", by=by, target=application, note=f"届いた紙を取り消した：{filing}")
    _worked_out(application)


def _worked_out(application):
    application.forget_filings()
    sync_tasks(application)


def with_filings(hooks, *names):
    """These hooks, where each step of `names` uses up what came for it, and its taking back opens that again."""
    made = dict(hooks)
    for name in names:
        step, undo = made.get(name, Hook()), made.get(f"undo_{name}", Hook())
        made[name] = replace(step, effect=all_of(_uses(name), step.effect))
        made[f"undo_{name}"] = replace(undo, effect=all_of(undo.effect, _opens_again))
    return made


def _uses(name):
    def use(application, *, by, **_):
        """The city takes a step of the group only with what came for it, once; the group's own step uses nothing up."""
        if by is None or is_member(by, application.partner):
            return
        filing = application.open_filing
        if filing is None:
            if APPLICATION.step(name).roles == ("applicant",):
                raise PermissionDenied
            return
        if filing.what != name:
            raise ValidationError(NOT_THIS.format(what=filing))
        ApplicationFiling.objects.filter(pk=filing.pk).update(used_version=application.version)
        application.forget_filings()
        _say_it_came(application, filing, by)

    return use


def _opens_again(application, *, undone, **_):
    """What came is to be entered again, where the step that was taken with it is taken back."""
    if application.filings.filter(used_version=undone.version).update(used_version=None):
        application.forget_filings()


def _say_it_came(application, filing, by):
    """Of what its group is told nothing by the step itself, it hears that the paper arrived."""
    if filing.what != "correct":
        return
    notify(
        people_of(application.partner, part=REPRESENTATIVE),
        title=f"「{application}」の直した申請を、紙や電話で受け取りました",
        body=f"収受日：{jdate(filing.received_on)}\n入れた内容は、画面で確かめられます。ちがうところがあれば、担当課に知らせてください。",
        url=application.get_absolute_url(),
        key=f"{event_of(application, application.version)}:paper",
        by=by,
        wait=True,
    )
