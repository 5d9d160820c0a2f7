"""One entry of the ledger as everybody reads it: its years, and of each the plan, the timeline and the evaluation. Nothing here writes."""

from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.utils import timezone

from kyodo_portal.common.drawing.charts import TwoPoints
from kyodo_portal.process.photos import photos_of_places
from kyodo_portal.process.presenters import public_turn
from kyodo_portal.process.waiting import as_told_to_all
from partners.directory.name_models import all_former_names, called_on
from partners.directory.photos import PARTNER, put_photos
from projects.cycles.check.models import EvaluationTalk, Gap
from projects.cycles.do.models import Update
from projects.cycles.do.photos import UPDATE
from projects.cycles.models import Cycle, Disclosure
from projects.cycles.plan.models import Agreement, RoleShare
from projects.cycles.summary import SideBySide, SideMean, means_of, points_of, side_by_side, track_phase
from projects.entries.models import Project, every_participation
from projects.papers.presenters import public_papers_of
from projects.specs.asking import lines_of

from .list_presenters import SIDES, tone_of
from .photos import PROJECT, picture_among
from .track_presenters import as_it_went, changes_of, timeline, track_texts
from .window_presenters import city_window
from .year_presenters import goals_of, improvement_of, rings_of, says_why, with_goals, years_of

SIMILAR = 3
FIRST_ROLES = 2  # that stand open on a telephone; one more is not worth folding
NEWEST = 3  # activities that stand open; everything that happened is folded under them


def shown_cycle(cycles, year):
    """The cycle that a page shows: that of the year asked for, otherwise the latest. `cycles`: those that everybody reads."""
    wanted = next((cycle for cycle in cycles if str(cycle.fiscal_year) == str(year)), None)
    return wanted or (cycles[0] if cycles else None)


def page_of_project(project, year=""):
    """Everything the public page of one entry shows, in at most seventeen queries. `year`: text from the address.

    The plan of a year that is not agreed stands nowhere here: the page shows the last agreed year, and of an entry without
    one the stage and the days.
    """
    years = project.cycles.select_related("report", "improvement", "agreement", "evaluation_talk", "spec").order_by(
        "-fiscal_year"
    )
    every_cycle = [as_told_to_all(cycle) for cycle in years]
    cycles = [cycle for cycle in every_cycle if cycle.is_agreed] or every_cycle[:1]
    cycle = shown_cycle(cycles, year)
    prefetch_related_objects([project], every_participation())
    every = list(project.participations.all())
    people = [participation for participation in every if participation.holds()]
    partners = [participation.partner for participation in people]
    updates = list(Update.objects.published().filter(cycle__in=_until(cycle, cycles))) if cycle else []
    shown = {PARTNER.key: [row.pk for row in partners], PROJECT.key: [project.pk], UPDATE.key: [row.pk for row in updates]}
    photos = photos_of_places(shown)
    put_photos(partners, photos[PARTNER.key])
    fields = list(project.fields.all())
    context = {
        "project": project,
        "cycle": cycle,
        "newest": every_cycle[0] if every_cycle else None,
        "is_current": bool(cycles) and cycle == cycles[0],
        "groups": [participation.partner for participation in people if participation.side == SIDES.GROUP],
        "offices": [participation.partner for participation in people if participation.side == SIDES.CITY],
        "window": city_window(project),
        "gone": _gone(every),
        "fields": fields,
        "areas": list(project.areas.all()),
        "picture": picture_among(photos[PROJECT.key].get(project.pk, ()), [field.number for field in fields]),
        "similar": similar_to(project, fields),
        "from_source": bool(project.source_note),
        "call": call_of(project),
        "papers": public_papers_of([year for year in cycles if year.is_agreed] if project.is_published else []),
    }
    if cycle:
        context |= about_cycle(cycle, cycles, updates, photos[UPDATE.key])
        context["wants_help"] = context["is_current"] and not project.source_note and is_under_way(cycle)
    return context


def _gone(every):
    """Those of these [Participation] that have left, by their names of then. One query where there are any."""
    gone = [row for row in every if row.until and row.until < timezone.localdate()]
    former = all_former_names() if gone else {}
    for row in gone:
        row.partner = called_on(row.partner, row.until, former)
    return gone


def years_left_apart(project):
    """The Cycles that stayed with entries merged into this one, for its people: it had a year of its own. One query."""
    return list(Cycle.objects.filter(project__merged_into=project).select_related("project").order_by("-fiscal_year", "pk"))


def is_under_way(cycle):
    """Somebody could still join in: before and during 実施, unless it rests."""
    return cycle.phase in ("plan", "do") and not cycle.is_stopped


def call_of(project):
    """The published call out of which an entry came, or None. No query where proposal and call are at hand."""
    call = project.proposal.call if project.proposal else None
    return call if call and call.is_announced else None


def _until(cycle, cycles):
    """The years of which a page that shows `cycle` tells what happened: all up to the latest, or the one that was asked for."""
    return cycles if cycle == cycles[0] else [cycle]


def about_cycle(cycle, cycles, updates, photos):
    """What everybody may read of one year, and of the years up to it: plan, goals, ladder, timeline, and what both sides let be read
    of the evaluation. A year that is not evaluated yet shows the last one that was.

    updates, photos: what was written down in these years (`_until`), and {key of an update: [Shown]}.
    """
    at = cycles.index(cycle)
    if cycle.is_agreed:
        with_goals(cycles)
    until_now = _until(cycle, cycles)
    reviewed = next((past for past in until_now if past.answers_are_open), cycle)
    changes = changes_of(until_now)
    steps = [
        change for rows in changes.values() for change in rows if not change.subject.is_record
    ]  # when it was entered tells nothing
    events = timeline(updates, photos, steps)
    newest = ([event for event in events if event.is_activity] or events)[:NEWEST]
    report = reviewed.report if hasattr(reviewed, "report") and reviewed.answers_are_open else None
    improvement = improvement_of(reviewed)
    return {
        **(public_plan(cycle, cycles[at + 1] if at + 1 < len(cycles) else None)._asdict() if cycle.is_agreed else {}),
        "facts": public_facts(cycle) if cycle.is_agreed else [],
        **public_evaluation(reviewed)._asdict(),
        "phase": track_phase(cycle.status),
        "tone": tone_of(cycle.status),
        "state_label": f"{cycle.status_label}・{len(cycles) - at}年目" if at + 1 < len(cycles) else cycle.status_label,
        "moved_on": max([timezone.localdate(cycle.status_since), *(event.on for event in events[:1])]),
        "turn": _turn_of(cycle),
        "texts": track_texts(cycle, changes[cycle.pk]),
        "went": as_it_went(cycle, changes[cycle.pk]),
        "years": years_of(cycles, cycle) if len(cycles) > 1 else [],
        "rings": rings_of(cycles) if cycle.is_agreed else [],
        "newest_events": newest,
        "events": events if len(events) > len(newest) else [],
        "reviewed": reviewed,
        # What an earlier year brought is one part of the page, and its report is folded.
        "of_the_past": reviewed != cycle and bool(report or improvement),
        "report": report,
        "improvement": improvement,
        "says_why": says_why(reviewed),
    }


def _turn_of(cycle):
    """The PublicTurn of a year; None of one that is stopped or stands in a published source. One query at most."""
    is_told_otherwise = cycle.is_stopped or cycle.project.source_note
    return None if is_told_otherwise else public_turn(cycle, cycle.starts_on, cycle.ends_on)


def public_facts(cycle):
    """[(label, words)] of an agreed year's record that everybody reads. One query where its form asks something."""
    columns = (
        ("ほかの形態", "・".join(dict(cycle.form_codes)[code] for code in cycle.also)),
        ("場所", cycle.place),
        ("参加した人数", "" if cycle.people is None else f"{cycle.people:,}人"),
    )
    return [(label, words) for label, words in columns if words] + lines_of(cycle.spec, cycle.extra, public=True)


def similar_to(project, fields):
    """[(pk, title)] of other published entries in one of its fields, the latest moved first. One query, none without fields."""
    if not fields:
        return []
    near = Project.objects.published().filter(fields__in=fields).exclude(pk=project.pk).distinct()
    return list(near.order_by("-updated_at", "-pk").values_list("pk", "title")[:SIMILAR])


class PublicPlan(NamedTuple):
    """The agreed plan of a year: `plan` is the cycle with its goal and money; `goals`: [(Goal, [Bar])].

    `more_roles`: those that a telephone folds, none of them one that nobody fills.
    """

    plan: Cycle
    roles: list[RoleShare]
    more_roles: list[RoleShare]
    goals: list
    agreement: Agreement | None


def public_plan(cycle, before):
    """The PublicPlan of an agreed year. What was measured belongs to the report and shows with it. One query."""
    roles = list(cycle.role_shares.all())
    more = [role for role in roles[FIRST_ROLES:] if not role.is_gap] if len(roles) > FIRST_ROLES + 1 else []
    return PublicPlan(
        plan=cycle,
        roles=[role for role in roles if role not in more],
        more_roles=more,
        goals=goals_of(cycle, before),
        agreement=getattr(cycle, "agreement", None),
    )


class PublicEvaluation(NamedTuple):
    """What everybody reads of a year's evaluation: the summary's means and talk; `evaluation` and the gaps' `causes` where all is."""

    evaluation: SideBySide | None = None
    means: list[SideMean] = []
    talk: EvaluationTalk | None = None
    gaps: list[Gap] = []
    causes: bool = False
    mean_points: list[TwoPoints] = []


def public_evaluation(cycle):
    """The PublicEvaluation of a year, as far as `disclosed` goes. No query before the talk is recorded, then four."""
    if cycle.disclosed == Disclosure.NONE:
        return PublicEvaluation()
    evaluation, is_full = side_by_side(cycle), cycle.disclosed == Disclosure.FULL
    means = means_of(evaluation) if evaluation else []
    return PublicEvaluation(
        evaluation=evaluation if is_full else None,
        means=means,
        mean_points=[points_of(means)] if means else [],
        talk=cycle.talk,
        gaps=list(cycle.talk.gaps.select_related("item")) if cycle.has_talk else [],
        causes=is_full,
    )
