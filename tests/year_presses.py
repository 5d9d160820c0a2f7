"""As presses.py: the forms of the city's year, filled in."""

import datetime

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.process.actions import take_step
from partners.models import EventImport, PartnerImport
from projects.cases.models import CaseDraft
from projects.cycles.do.meeting_models import CycleMeeting
from projects.inventory.models import InventoryRound
from projects.inventory.possibility_models import Possibility
from projects.models import (
    ApplicationFiling,
    Grant,
    GrantFiling,
    GrantPaper,
    MeetingPaper,
    Paper,
    Remark,
    RoundFile,
    SeatCall,
    YearReport,
)
from projects.report.actions import open_report
from projects.snapshots.models import OldList
from tests import build
from tests.presses import Press, key
from tests.projects.applications.build import World as Applications
from tests.projects.committees.build import World as Committees
from tests.projects.grants.build import World as Grants
from tests.projects.ledger.build import World
from tests.projects.opinions.build import made as made_round
from tests.projects.report.build import World as Counted


def _year():
    world = World()
    return world, world.cycle()


def meeting():
    world, cycle = _year()
    data = {"on": str(build.days(0)), "attendees": "ひだまりの会3人、福祉課の田中", "talked": "回る家を決めた", **key()}
    return Press(world.clerk, f"{cycle.get_absolute_url()}meetings/new/", data, CycleMeeting.objects.all())


def year_paper():
    world, cycle = _year()
    data = {"kind": "pact", "label": "協定書", **key()}
    file = ("kyotei.pdf", b"%PDF-1.4 kyotei", "application/pdf")
    return Press(world.clerk, f"{cycle.get_absolute_url()}papers/new/", data, Paper.objects.all(), file=file)


def inventory_round():
    _, clerk = build.office("secretariat")
    data = {"fiscal_year": "2025", "opens_on": str(build.days(0)), "closes_on": str(build.days(30)), "asks_plans": "on", **key()}
    return Press(clerk, "/ledger/inventory/new/", data, InventoryRound.objects.all())


def possibility():
    office, official = build.office("department")
    data = {"office": office.pk, "title": "花だん", "what": "花を植えかえる", "wanted": "", **key()}
    return Press(official, "/ledger/possible/add/", data, Possibility.objects.all())


def case():
    world = World()
    cycle = world.cycle(small=True, fiscal_year=2024)  # over, and noted as such
    data = {"title": "見守り配達", "problem": "困っていた", "result": "できた", **key()}
    return Press(world.clerk, f"/projects/{cycle.project_id}/case/", data, CaseDraft.objects.all())


def invitation():
    office, _ = build.office("department")
    _, clerk = build.office("secretariat")
    data = {"email": "kuru@example.jp", "office": office.pk, "part": "member", "since": str(build.days(0)), "until": "", **key()}
    return Press(clerk, "/staff/invitations/", data, Invitation.objects.all())


def report():
    world = Counted()
    return Press(world.clerk, "/admin/projects/yearreport/add/", {"fiscal_year": "2025", **key()}, YearReport.objects.all())


def remark():
    world = Counted()
    made = open_report(2025, by=world.clerk, form_key=build.uuid4())
    asked = {"committee": world.committee, "opinions_due": build.days(0) + datetime.timedelta(days=20)}
    take_step(made, "ask_opinions", by=world.clerk, version=made.version, **asked)
    data = {"part": "", "text": "新しい団体が少ないと思います。", **key()}
    return Press(world.member, "/report/2025/remarks/", data, Remark.objects.all())


def old_list():
    _, clerk = build.office("secretariat")
    data = {"fiscal_year": "令和5年度", "name": "協働事業一覧", "pasted": "事業名\t形態\t相手\n昼市\t共催\t昼市の会\n", **key()}
    return Press(clerk, "/report/lists/read/", data, OldList.objects.all())


def group_list():
    _, clerk = build.office("secretariat")
    data = {"name": "登録団体名簿", "pasted": "団体名\t電話\n昼市の会\t0258-11-0001\n", **key()}
    return Press(clerk, "/staff/imports/read/", data, PartnerImport.objects.all())


def event_list():
    _, clerk = build.office("secretariat")
    data = {"name": "催しの表", "pasted": "イベント名\t開始日\n昼市\t2027-01-09\n", **key()}
    return Press(clerk, "/staff/events/imports/read/", data, EventImport.objects.all())


def seat_call():
    world = Committees()
    data = {"title": "委員を募集しています", "text": "年に4回です。", "seats": "2", "until": str(build.days(10)), **key()}
    data |= {"answers_on": str(build.days(25)), "term_since": str(build.days(30)), "term_until": str(build.days(700))}
    return Press(world.clerk, f"/committees/{world.committee.pk}/recruit/", data, SeatCall.objects.all())


def meeting_paper():
    world = Committees()
    file = ("shiryo.pdf", b"%PDF-1.4 shiryo", "application/pdf")
    page = f"/committees/meetings/{world.meeting().pk}/papers/new/"
    return Press(world.clerk, page, {"label": "資料1", "is_public": "on", **key()}, MeetingPaper.objects.all(), file=file)


def round_file():
    office, official = build.office()
    round = made_round(office)
    file = ("an.pdf", b"%PDF-1.4 an", "application/pdf")
    data = {"paper": round.papers.get().pk, **key()}
    return Press(official, f"/staff/opinions/{round.pk}/files/", data, RoundFile.objects.all(), file=file)


def grant():
    world = Grants()
    data = {"partner": world.group.pk, "title": "空き家の居場所", **key()}
    return Press(world.leader, f"/apply/schemes/{world.scheme.pk}/new/", data, Grant.objects.all())


def grant_paper():
    world = Grants()
    page = f"{world.draft().get_absolute_url()}papers/new/"
    file = ("ryoshu.pdf", b"%PDF-1.4 ryoshu", "application/pdf")
    return Press(world.leader, page, {"kind": "receipt", **key()}, GrantPaper.objects.all(), file=file)


def grant_entered():
    world = Grants()
    data = {"title": "空き家の居場所", "channel": "paper", "received_on": str(build.days(0)), **key()}
    return Press(world.clerk, f"/staff/grants/enter/{world.rule.pk}/{world.group.pk}/", data, Grant.objects.all())


def grant_filed():
    world = Grants()
    data = {"what": "report", "channel": "paper", "received_on": str(build.days(0)), **key()}
    return Press(world.clerk, f"{world.decided().get_absolute_url()}filed/", data, GrantFiling.objects.all())


def application_filed():
    world = Applications()
    data = {"what": "withdraw", "channel": "paper", "received_on": str(build.days(0)), **key()}
    return Press(world.clerk, f"{world.sent.get_absolute_url()}filed/", data, ApplicationFiling.objects.all())


FORMS = {
    f"year_{make.__name__}": make
    for make in (
        meeting, year_paper, inventory_round, possibility, case, invitation, report, remark, old_list, group_list, event_list, seat_call,
        meeting_paper, round_file, grant, grant_paper, grant_entered, grant_filed, application_filed,
    )
}  # fmt: skip
