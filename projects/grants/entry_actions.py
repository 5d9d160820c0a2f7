"""The year of a grant in the ledger: opened by its decision, carried along by the clock, cancelled where the decision holds no more."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.applications.entry_actions import cancel_entry, new_entry, take_out_entry
from projects.cycles.check.models import Report
from projects.cycles.clock_actions import note_as_it_is
from projects.cycles.creation import new_cycle
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project
from projects.entries.search import refresh_search
from projects.specs.lookup import spec_of_granted

from . import money
from .models import Grant
from .workflow import GRANT

NO_FORM = own_words(
    "協働の形態「補助・助成」が、市のガイドラインにありません。先に形態を入れるか、補助制度の画面で形態を選んでください。"
)
REVOKED = own_words("市の交付決定が取り消されたためです。")
RENOUNCED = "団体が、補助金を受けずに取り下げたためです。"
REPORTED = GRANT.opening("reported")
GOES_ALONG = CYCLE.step("off_with").source


def open_entry(grant, *, by, **_):
    """The year of a decided grant: of the entry of the same undertaking's last grant, else of a new one. One whose decision had been
    taken back after it began stands again. ValidationError where the library has no such form.
    """
    if grant.cycle_id:
        cancelled = Cycle.objects.select_for_update(of=("self",)).get(pk=grant.cycle_id)
        take_step(cancelled, "undo_off_with", by=None, pressed_by=by, version=cancelled.version, reason="交付決定")
        write_year(grant)
        return
    project = _former_entry(grant) or new_entry(
        grant, form=_form_for(grant), department=grant.rule.scheme.department, by=by, note="補助金の交付決定から"
    )
    grant.cycle = new_cycle(
        project,
        grant.rule.fiscal_year,
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        spec=spec_of_granted(),
        place=grant.place,
        document_number=grant.document_number,
        **_money_of(grant),
    )
    refresh_search(project)
    grant.save(update_fields=["cycle"])


def _form_for(grant):
    form = grant.rule.scheme.form or CollaborationForm.objects.offered().filter(code="grant").first()
    if form is None:
        raise ValidationError(NO_FORM)
    return form


def _former_entry(grant):
    """The entry of the group's last grant of this scheme for an undertaking of the same name, where it has no such year yet."""
    same = Grant.objects.filter(partner=grant.partner, rule__scheme=grant.rule.scheme, title=grant.title, cycle__isnull=False)
    former = same.exclude(pk=grant.pk).order_by("-rule__fiscal_year").values_list("cycle__project", flat=True).first()
    project = former and Project.objects.select_for_update().get(pk=former)
    free = project and project.stands and not project.cycles.filter(fiscal_year=grant.rule.fiscal_year).exists()
    return project if free else None


def _money_of(grant):
    """What the year says of it in yen: what the city gives, what comes from elsewhere, and the form's own fields."""
    column = "decided" if grant.confirmed is None else "confirmed"
    return {
        "city_cost": grant.decided if grant.confirmed is None else grant.confirmed,
        "group_cost": money.total(grant.money_lines(column), money.INCOME),
        "extra": {"scheme": grant.rule.scheme.title, "decided": grant.decided},
    }


def write_year(grant):
    """The year says what the grant comes to now; what it says besides stays. Nothing is written where it says so already."""
    rows = Cycle.objects.filter(pk=grant.cycle_id)
    said = {**_money_of(grant), "people": grant.people, "place": grant.place}
    said |= {"starts_on": grant.starts_on, "ends_on": grant.ends_on}
    said = {name: value for name, value in said.items() if value not in (None, "")}
    stands = rows.values(*said).get()
    said["extra"] = stands["extra"] | said["extra"]
    if stands != said:
        rows.update(**said, updated_at=timezone.now())


def take_back_entry(grant, *, by, **_):
    """The decision is taken back: an untouched year goes, one that began is cancelled until it is decided anew."""
    if grant.cycle is None:
        return
    if grant.cycle.version == 0:
        take_out_entry(grant, by=by, note="補助金の交付決定を取り消した")
    else:
        cancel_entry(grant, by=by, public_reason=REVOKED)


def renounced(grant, *, by, **_):
    """Its group does not take it."""
    cancel_entry(grant, by=by, public_reason=RENOUNCED)


def revoked(grant, *, by, **_):
    """The city's decision holds no more."""
    cancel_entry(grant, by=by, public_reason=REVOKED)


def stands_again(grant, *, by, reason="", **_):
    """Renouncing or revoking is taken back: the year stands where it stood."""
    cycle = Cycle.objects.select_for_update(of=("self",)).filter(pk=grant.cycle_id).first()
    if cycle is not None and cycle.last_step is not None and cycle.last_step.step == "off_with":
        take_step(cycle, "undo_off_with", by=None, pressed_by=by, version=cycle.version, reason=reason)


def carry_years():
    """A job of the clock: the years of grants go where their grants stand, once the people of a grant were told. Returns how many
    moved. A report is what was inspected: it comes with 額の確定.
    """
    told = Grant.objects.filter(cycle__status__in=GOES_ALONG, status_since__lte=timezone.now() - waiting_time())
    moved = 0
    for grant in told.select_related("rule__scheme", "cycle__spec", "cycle__project").order_by("pk"):
        try:
            moved += _carry(grant)
        except Stale:  # somebody was faster; the next hour sees it as it is then
            continue
    return moved


@transaction.atomic
def _carry(grant):
    if grant.decided is not None and grant.may("page"):
        write_year(grant)
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("spec", "project").get(pk=grant.cycle_id)
    before = cycle.version
    cycle = note_as_it_is(cycle, by=None)
    if grant.status in REPORTED and cycle.status in CYCLE.step("finish_with").source:
        cycle = take_step(cycle, "finish_with", by=None, version=cycle.version)
    if grant.may("settled") and grant.confirmed is not None and cycle.status in CYCLE.step("report_with").source:
        _report(grant, cycle)
        step = "report_with" if cycle.is_evaluated else "report_with_only"
        cycle = take_step(cycle, step, by=None, version=cycle.version)
    return cycle.version != before


def _report(grant, cycle):
    """What was accepted of the accounts is the year's report. The income is the group's with the grant, in yen."""
    own = money.total(grant.money_lines("confirmed"), money.INCOME)
    said = {
        "done": grant.result,
        "people": grant.people,
        "income": own + grant.confirmed,
        "expense": money.total(grant.money_lines("confirmed"), money.EXPENSE),
        "by_id": grant.changes.filter(step="report").order_by("-version").values_list("by", flat=True)[0],
    }
    Report.objects.update_or_create(cycle=cycle, defaults=said)
