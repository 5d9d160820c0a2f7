"""The cities of the measurements, of a fixed seed, in a database that is kept.

    tests/bench/city.py L /tmp/bench/L.sqlite3      makes this file anew, in a minute or two
    DATABASE_URL=… tests/bench/city.py L            fills this empty database of a PostgreSQL server

S is the sample city as `make run` shows it. L adds a large city: 3,000 partners × 2,000 matters × 5 years, 400 proposals,
and what people write from day to day (daily.py).
X adds 298,000 matters to that, for search and lists. Rows are written in bulk, not through pages.
"""

import argparse
import datetime
import os
import random
import time
import uuid
from pathlib import Path

from daily import daily
from stage import SEED, name, open_city, sentence

PARTNERS, PROJECTS, PROPOSALS, MORE = 3_000, 2_000, 400, 298_000
NOW = datetime.datetime.now(datetime.UTC)
THIS_YEAR = (NOW - datetime.timedelta(days=90)).year  # the fiscal year under way: it begins in April
YEARS = range(THIS_YEAR - 4, THIS_YEAR + 1)
BATCH = 2_000
# Where the matters of the year under way stand, and open and ended proposals: how many of each hundred.
CYCLES = {"preparing": 12, "agreed": 8, "running": 40, "change_pending": 3, "suspended": 2, "reporting": 10}
CYCLES |= {"evaluating": 10, "discussing": 6, "improving": 9}
STATES = {"submitted": 6, "received": 6, "correcting": 4, "in_talks": 6, "reviewing": 6, "decided": 2}
STATES |= {"adopted": 40, "adopted_with_conditions": 5, "declined": 20, "withdrawn": 5}
KINDS = ("civic", "npo", "neighbourhood", "community", "company", "school", "welfare", "committee")


def sample():
    """The sample city: every state of every process, through the actions that people use."""
    from django.core.management import call_command
    from django.test import override_settings

    from partners.directory.reference import load_reference

    load_reference(areas=None)
    with override_settings(KYODO_SAMPLE=True, KYODO_SAMPLE_CITY="ojiya"):
        call_command("seed_sample", verbosity=0)


def before(chance, days):
    """A moment in the last `days` days."""
    return NOW - datetime.timedelta(days=chance.random() * days)


def put(model, rows, **settings):
    """The rows, written: as a list, with their numbers."""
    return model.objects.bulk_create(list(rows), batch_size=BATCH, **settings)


def at_times(model, rows, times, *columns):
    """Gives columns that the database fills with the present moment another one, each row its own."""
    for row, moment in zip(rows, times, strict=True):
        for column in columns:
            setattr(row, column, moment)
    model.objects.bulk_update(rows, columns, batch_size=500)


def people(chance, number):
    from kyodo_portal.accounts.models import User

    made = (User(email=f"person{n}@example.com", name=f"見本 {name(chance)}", password="!") for n in range(number))
    return put(User, made)


def groups(chance, number, persons):
    """Registered groups with fields, areas, a representative and, every tenth, a coordinator who accompanies it."""
    from kyodo_portal.accounts.models import User
    from kyodo_portal.common.lists.search import doc
    from partners.models import Area, Assignment, Field, Membership, Partner

    made = []
    for _ in range(number):
        group = Partner(
            name=name(chance), kind=chance.choice(KINDS), standing="registered", registered_from="2020-04-01", pr=sentence(chance)
        )
        group.activities = " ".join(sentence(chance) for _ in range(3))
        group.kana_key = group.name
        group.search_text = doc(group.name, group.get_kind_display(), group.pr, group.activities)
        made.append(group)
    made = put(Partner, made)
    fields, areas = list(Field.objects.all()), list(Area.objects.all())
    for column, choices, key in (("fields", fields, "field_id"), ("areas", areas, "area_id")):
        through = getattr(Partner, column).through
        pairs = [(group, row) for group in made for row in chance.sample(choices, 2)]
        put(through, (through(partner_id=group.pk, **{key: row.pk}) for group, row in pairs))
    since = datetime.date(2021, 4, 1)
    put(
        Membership,
        (
            Membership(user=person, partner=group, part="representative", since=since)
            for person, group in zip(persons, made, strict=False)
        ),
    )
    guide = User.objects.get(email="kosharu@example.jp")
    put(Assignment, (Assignment(user=guide, partner=group, since=since) for group in made[::10]))
    return made


def matters(chance, number, bodies, offices):
    """Published entries of the ledger, each with a group and a department."""
    from guidelines.models import CollaborationForm
    from kyodo_portal.accounts.models import User
    from kyodo_portal.common.lists.search import doc
    from partners.models import Area, Field
    from projects.models import Participation, Project

    forms = list(CollaborationForm.objects.offered())
    who, made, leads = User.objects.get(email="jimukyoku@example.jp"), [], []
    there = Project.objects.count()
    for count in range(number):
        lead = chance.choice(bodies)
        entry = Project(
            number=f"R8-K-{there + count:05}",
            title=name(chance),
            summary=sentence(chance),
            form=chance.choice(forms),
            created_by=who,
        )
        entry.problem, entry.aim = sentence(chance), sentence(chance)
        entry.published_at = before(chance, 1500)
        entry.search_text = doc(entry.title, entry.summary, entry.problem, entry.aim, entry.form.title, lead.name)
        made.append(entry)
        leads.append(lead)
    made = put(Project, made)
    sides = []
    for entry, lead in zip(made, leads, strict=True):
        sides.append(Participation(project=entry, partner=lead, side="group", is_lead=True))
        sides.append(Participation(project=entry, partner=chance.choice(offices), side="city", is_lead=True))
    put(Participation, sides)
    for column, rows, key in (("fields", Field.objects.all(), "field_id"), ("areas", Area.objects.all(), "area_id")):
        through, keys = getattr(Project, column).through, [row.pk for row in rows]
        put(through, (through(project_id=entry.pk, **{key: chance.choice(keys)}) for entry in made))
    return made


def one_of(chance, shares):
    return chance.choices(list(shares), list(shares.values()))[0]


def years(chance, entries, whole=YEARS):
    """A cycle for each entry and year; those of the past are closed."""
    from projects.models import Cycle
    from projects.specs.lookup import spec_of_adopted

    made, spec = [], spec_of_adopted()
    for entry in entries:
        for year in whole:
            status = "closed" if year < THIS_YEAR else one_of(chance, CYCLES)
            starts, ends = datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)
            made.append(
                Cycle(
                    project=entry,
                    fiscal_year=year,
                    spec=spec,
                    starts_on=starts,
                    ends_on=ends,
                    status=status,
                    goal=sentence(chance),
                )
            )
    return put(Cycle, made)


def work(chance, cycles, who):
    """Plans, agreements, updates, reports, evaluations with their answers, talks, reviews and histories of the cycles."""
    from projects.models import (
        Agreement,
        BudgetLine,
        CycleChange,
        Evaluation,
        EvaluationAnswer,
        EvaluationItem,
        EvaluationTalk,
        Goal,
        Improvement,
        Indicator,
        PlanConfirmation,
        Report,
        RoleShare,
        Update,
    )

    closed = [cycle for cycle in cycles if cycle.status == "closed"]
    agreed = [cycle for cycle in cycles if cycle.status != "preparing"]
    both = ("group", "city")
    put(
        RoleShare,
        (
            RoleShare(cycle=c, task="当日の運営", group_part=sentence(chance), city_part="広報", order=n)
            for c in cycles
            for n in (1, 2)
        ),
    )
    put(
        BudgetLine, (BudgetLine(cycle=c, side=side, item="費用", amount=50_000) for c in cycles for side in ("income", "expense"))
    )
    goals = put(Goal, (Goal(cycle=c, text=sentence(chance)[:80]) for c in cycles))
    put(Indicator, (Indicator(goal=goal, name="参加者", unit="人", target=100, actual=chance.randint(20, 200)) for goal in goals))
    put(PlanConfirmation, (PlanConfirmation(cycle=c, side=side, by=who) for c in agreed for side in both))
    put(Agreement, (Agreement(cycle=c, agreed_on=c.starts_on, recorded_by=who) for c in agreed))
    put(Update, (update(chance, c, who) for c in agreed for _ in range(3)))
    put(
        Report,
        (Report(cycle=c, done=sentence(chance), result=sentence(chance), people=chance.randint(10, 300), by=who) for c in closed),
    )
    items = list(EvaluationItem.objects.filter(is_active=True)[:8])
    evaluations = put(
        Evaluation, (Evaluation(cycle=c, side=s, good=sentence(chance), by=who, submitted_at=NOW) for c in closed for s in both)
    )
    answers = (EvaluationAnswer(evaluation=e, item=item, points=chance.randint(2, 5)) for e in evaluations for item in items)
    put(EvaluationAnswer, answers)
    put(
        EvaluationTalk,
        (EvaluationTalk(cycle=c, held_on=c.ends_on, attendees="双方", summary=sentence(chance), by=who) for c in closed),
    )
    put(Improvement, (Improvement(cycle=c, outcome="continue", why=sentence(chance), by=who) for c in closed))
    path = ("preparing", "agreed", "running", "reporting", "evaluating", "discussing", "improving", "closed")
    steps = ("agree", "start", "finish", "report", "open_answers", "talk", "close")
    changes = []
    for cycle in cycles:
        far = path.index(cycle.status) if cycle.status in path else 2
        for version in range(far):
            before, after = path[version], path[version + 1]
            changes.append(
                CycleChange(subject=cycle, version=version + 1, step=steps[version], from_state=before, to_state=after, by=who)
            )
        cycle.version = far
    put(CycleChange, changes)


def update(chance, cycle, who):
    from projects.models import Update

    day = cycle.starts_on + datetime.timedelta(days=chance.randint(0, 230))
    text = {"title": name(chance), "body": sentence(chance), "people": chance.randint(5, 80)}
    return Update(cycle=cycle, side=chance.choice(("group", "city")), happened_on=day, form_key=key(chance), by=who, **text)


def key(chance):
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def proposals(chance, number, bodies, offices, who):
    """Proposals to one closed call, in all the states that the city finds."""
    from projects.models import Call, Proposal, ProposalChange, ProposalRevision

    call = Call.objects.create(
        title="大きな市の募集", fiscal_year=THIS_YEAR + 1, summary=sentence(chance), eligibility="団体", published_at=NOW,
        opens_at=NOW - datetime.timedelta(days=90), closes_at=NOW - datetime.timedelta(days=30), result_on=NOW.date() + datetime.timedelta(days=60),
    )  # fmt: skip
    made = []
    for n in range(number):
        status = one_of(chance, STATES)
        department = None if status in ("submitted", "received") else chance.choice(offices)
        text = {"title": name(chance), "summary": sentence(chance), "number": f"大{n:05}", "submitted_at": before(chance, 60)}
        proposal = Proposal(
            call=call, partner=chance.choice(bodies), department=department, created_by=who, form_key=key(chance), **text
        )
        proposal.status, proposal.version = status, 1
        made.append(proposal)
    made = put(Proposal, made)
    put(ProposalRevision, (ProposalRevision(proposal=p, number=1, content=[], by=who) for p in made))
    sent = {"version": 1, "step": "submit", "from_state": "draft", "to_state": "submitted"}
    put(ProposalChange, (ProposalChange(subject=p, by=who, **sent) for p in made))
    return made


def mail(chance, persons):
    """Ten notices for each person with their mails, and as many events of the trail."""
    from kyodo_portal.audit.models import AuditEvent
    from kyodo_portal.notices.models import Delivery, Notice

    told = (
        Notice(user=person, title=name(chance), body=sentence(chance), key=f"bench-{n}", read_at=NOW if n else None)
        for person in persons
        for n in range(10)
    )
    notices = put(Notice, told)
    put(
        Delivery, (Delivery(notice=n, to=n.user.email, subject=n.title, state="sent", next_try=NOW, sent_at=NOW) for n in notices)
    )
    put(AuditEvent, (AuditEvent(by=p, act="view", target_name=name(chance)) for p in persons for _ in range(10)))


def grow():
    """The large city on top of the sample."""
    from kyodo_portal.accounts.models import User
    from partners.models import Partner
    from projects.models import Cycle, Project, Proposal

    chance = random.Random(SEED)
    who = User.objects.get(email="jimukyoku@example.jp")
    offices = list(Partner.objects.filter(office="department"))
    persons = people(chance, PARTNERS)
    bodies = groups(chance, PARTNERS, persons)
    entries = matters(chance, PROJECTS, bodies, offices)
    cycles = years(chance, entries)
    work(chance, cycles, who)
    at_times(Cycle, cycles, (before(chance, 120) for _ in cycles), "status_since", "updated_at")
    at_times(Project, entries, (before(chance, 300) for _ in entries), "updated_at")
    sent = proposals(chance, PROPOSALS, bodies, offices, who)
    at_times(Proposal, sent, (before(chance, 60) for _ in sent), "status_since")
    mail(chance, persons)
    daily(chance)


def spread():
    """Matters of one year for search and lists, on top of the large city."""
    from partners.models import Partner

    chance = random.Random(SEED + 1)
    bodies = list(Partner.objects.filter(office="none", standing="registered"))
    offices = list(Partner.objects.filter(office="department"))
    for begun in range(0, MORE, 20_000):
        years(chance, matters(chance, min(20_000, MORE - begun), bodies, offices), [THIS_YEAR])


def derive():
    """What actions write beside their rows, and bulk does not: the year that lists show, the principles that a year kept."""
    from projects.cycles.check.kept_actions import rows_of, well_kept
    from projects.cycles.current_actions import current_cycles
    from projects.models import KeptPrinciple, Project

    Project.objects.update(current_cycle=current_cycles())
    KeptPrinciple.objects.all().delete()
    put(KeptPrinciple, (KeptPrinciple(**row) for row in rows_of(well_kept())))


SIZES = {"S": (sample,), "L": (sample, grow, derive), "X": (sample, grow, spread, derive)}


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("size", choices=SIZES)
    words.add_argument("file", nargs="?", type=Path, help="SQLite: the file to make; without it DATABASE_URL is filled")
    asked = words.parse_args()
    if asked.file:
        os.environ.pop("DATABASE_URL", None)
        asked.file.parent.mkdir(parents=True, exist_ok=True)
        for path in asked.file.parent.glob(f"{asked.file.name}*"):
            path.unlink()
    open_city(asked.file)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    else:  # a command has no limits
        settings.KYODO_DATABASE_PATIENCE = 3600
        connection.cursor().execute("SET statement_timeout = 0")
    for step in SIZES[asked.size]:
        began = time.process_time()
        with transaction.atomic():
            step()
        print(f"{asked.size}: {step.__name__} {time.process_time() - began:.0f} s", flush=True)
    from kyodo_portal.process.task_actions import sync_everything

    sync_everything()
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as autovacuum does; SQLite has nobody who does it


if __name__ == "__main__":
    main()
