"""A call of 60 proposals and 15 members with all 900 sheets: what every page of its review asks and costs, beside a trivial one.

.venv/bin/python tests/bench/rounds.py
"""

import statistics
import time
import uuid
from datetime import date, timedelta

from stage import database

ROUNDS = 7
PROPOSALS, MEMBERS = 60, 15
MOST_TIMES, MATRIX_TIMES, QUERIES = 100, 300, 15
PAGES = (
    # what, address, who
    ("admin, proposals", "/admin/projects/proposal/", "clerk"),
    ("admin, one proposal", "/admin/projects/proposal/{proposal}/change/", "clerk"),
    ("admin, a call", "/admin/projects/call/{call}/change/", "clerk"),
    ("summary", "/admin/projects/review/call/{call}/", "clerk"),
    ("decisions", "/admin/projects/review/call/{call}/decide/", "clerk"),
    ("one decision", "/admin/projects/proposal/{proposal}/step/decide/", "clerk"),
    ("matrix", "/admin/projects/review/call/{call}/matrix/", "clerk"),
    ("plan", "/admin/projects/review/call/{call}/plan/", "clerk"),
    ("order of the hearing", "/admin/projects/review/call/{call}/hearing/", "clerk"),
    ("agenda", "/admin/projects/review/call/{call}/agenda/", "clerk"),
    ("absences", "/admin/projects/review/call/{call}/absent/", "clerk"),
    ("minutes", "/admin/projects/review/call/{call}/minutes/", "clerk"),
    ("minutes, printed", "/admin/projects/review/call/{call}/minutes/print/", "clerk"),
    ("paper sheets", "/admin/projects/review/call/{call}/paper/", "clerk"),
    ("paper sheets to print", "/admin/projects/review/call/{call}/slips/{seat}/", "clerk"),
    ("a paper sheet", "/admin/projects/review/paper/{proposal}/{seat}/", "clerk"),
    ("panel, list", "/projects/review/", "member"),
    ("panel, a sheet", "/projects/review/{proposal}/", "member"),
    ("a proposal's own page", "/projects/proposals/{proposal}/", "clerk"),
    ("a call's own page", "/projects/calls/{call}/", "clerk"),
)
WHOLE = {
    "decided: summary": "/admin/projects/review/call/{call}/",
    "decided: release": "/admin/projects/review/call/{call}/release/",
}


def write(chance, world):
    """Proposals with text, money, a talk and every sheet; two of the panel come from groups of their own."""
    from django.utils import timezone

    from projects.models import BudgetLine, HearingSlot, Proposal, ProposalRevision, Review, Score, Talk
    from tests import build
    from tests.projects.reviews.build import seat

    now, call = timezone.now(), world.call
    members = [*world.panel, *(seat(call, build.user(f"見本 委員{number}")) for number in range(MEMBERS - len(world.panel)))]
    groups = [build.partner(f"見本の会{number}") for number in range(PROPOSALS - 1)]
    content = world.proposal.revisions.get().content
    made = Proposal.objects.bulk_create(
        Proposal(
            call=call, partner=group, title=f"{chance.choice(('雪かき', '見守り', '花壇'))}の企画{number}", summary="ひとことの文です。",
            status="reviewing", status_since=now, version=4, number=f"R8-P-{1000 + number}", submitted_at=now, starts_on=date(2027, 5, 1),
            ends_on=date(2028, 3, 1), department=world.office, created_by=world.representative, form_key=uuid.uuid4(),
        )
        for number, group in enumerate(groups)
    )  # fmt: skip
    revisions = ProposalRevision.objects.bulk_create(
        ProposalRevision(proposal=row, number=1, content=content, by=world.representative) for row in made
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(proposal=row, side="income", item="市の負担金", amount=200_000, from_city=True) for row in made
    )
    Talk.objects.bulk_create(
        Talk(proposal=row, held_on=timezone.localdate(), attendees="課", summary="話した。" * 20, opinion="よいと思う。" * 10, by=world.official,
             department=world.office, form_key=uuid.uuid4())
        for row in made
    )  # fmt: skip
    for place, row in enumerate(made, start=1):
        HearingSlot.objects.create(proposal=row, place=place)
    pairs = [(row, revision) for row, revision in zip(made, revisions, strict=True)]
    pairs.append((world.proposal, world.proposal.revisions.get()))
    sheets = Review.objects.bulk_create(
        Review(proposal=row, revision=revision, reviewer=member, opinion="所見です。", advice="助言です。",
               submitted_at=None if (row == world.proposal and member == members[0]) else now - timedelta(hours=1))
        for row, revision in pairs
        for member in members
    )  # fmt: skip
    Score.objects.bulk_create(
        (
            Score(review=sheet, criterion=criterion, points=chance.randint(1, criterion.max_points), reason="理由の文です。" * 4)
            for sheet in sheets
            for criterion in call.criteria.all()
        ),
        batch_size=500,
    )
    return members


def measured(client, nobody, address, times):
    """(questions, KB); the milliseconds of ROUNDS go into `times`, trivial ones beside them."""
    from django.db import connection

    asked = []
    client.get(address)
    with connection.execute_wrapper(lambda do, sql, *rest: (asked.append(sql), do(sql, *rest))[1]):
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    for _ in range(ROUNDS):
        times.setdefault(address, []).append(_taken(client, address))
        times.setdefault("/trivial/", []).extend(_taken(nobody, "/trivial/") for _ in range(3))
    return len(asked), len(answer.content) / 1000


def _taken(client, address):
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000


def lay_trivial():
    """/trivial/: a view behind the whole middleware that says "ok"."""
    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.template.base import Template
    from django.test.utils import _TestState
    from django.urls import clear_url_caches, path

    import kyodo_portal.urls

    # Django's test environment looks at every template that is drawn, which costs a page of many an eighth and the portal nothing.
    Template._render = _TestState.saved_data.template_render
    # The first of all addresses, as in pages.py: behind seven hundred others it costs twice as much.
    kyodo_portal.urls.urlpatterns.insert(0, path("trivial/", login_not_required(lambda request: HttpResponse("ok"))))
    clear_url_caches()


def main():
    with database() as chance:
        from django.test import Client

        from projects.models import Call, Criterion, Proposal
        from projects.reviews.table_actions import decide_all
        from tests.projects.reviews.build import World

        lay_trivial()
        world = World(budget=20_000_000)
        for order, name in enumerate(("役割分担", "効果", "続けられるか"), start=3):
            Criterion.objects.create(call=world.call, name=name, order=order)
        members = write(chance, world)
        Call.objects.filter(pk=world.call.pk).update(closes_at=_yesterday())
        clients = {who: Client() for who in ("", "clerk", "member")}
        clients["clerk"].force_login(world.clerk)
        clients["member"].force_login(members[0])
        keys = {"call": world.call.pk, "proposal": world.proposal.pk, "seat": world.call.seats.last().pk}
        times, found = {}, {}
        for name, address, who in PAGES:
            found[name] = (address.format(**keys), *measured(clients[who], clients[""], address.format(**keys), times))
        rows = Proposal.objects.filter(status="reviewing")
        said = world.answers(early=True, early_reason="欠席", despite="話し合った")
        assert decide_all([(row, row.version, said) for row in rows], by=world.clerk) == {}
        for name, address in WHOLE.items():
            at = f"{address.format(**keys)}?{name.partition(' ')[2]}"
            found[name] = (at, *measured(clients["clerk"], clients[""], at, times))
        tell(found, times)


def _yesterday():
    from django.utils import timezone

    return timezone.now() - timedelta(days=1)


def tell(found, times):
    trivial = statistics.median(times["/trivial/"])
    print(f"trivial page {trivial:.2f} ms\n\n| page | SQL | ms | × | KB | goals |\n|---|---|---|---|---|---|")
    for name, (address, asked, size) in found.items():
        ms, most = statistics.median(times[address]), MATRIX_TIMES if name == "matrix" else MOST_TIMES
        missed = [f"{ms / trivial:.0f} × (goal {most})"] if ms / trivial > most else []
        missed += [f"{asked} questions (goal {QUERIES})"] if asked > QUERIES else []
        print(f"| {name} | {asked} | {ms:.1f} | {ms / trivial:.0f} | {size:.0f} | {'; '.join(missed) or 'ok'} |")


if __name__ == "__main__":
    main()
