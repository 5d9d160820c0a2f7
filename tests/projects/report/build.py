"""What the tests of a year's report start from: counted years, a guideline that promises two things, a committee of three."""

from datetime import date

from guidelines.models import Guideline, Municipality, Policy
from projects.committees.models import Committee, CommitteeSeat
from projects.report.actions import open_report
from projects.snapshots.actions import publish_year, write_version
from projects.snapshots.models import Snapshot, SnapshotRow
from tests import build


def row(title, form="joint_host", kinds=("civic",), **more):
    said = {"partners": f"{title}の会", "form_codes": [form], "office": "福祉課", "counted": "matter", "source": "list"}
    return SnapshotRow(title=title, form_code=form, partner_kinds=list(kinds), **{**said, **more})


def counted(year, rows, by, *, published=True, why="", source="list"):
    """A version of this year out of SnapshotRow that are not saved."""
    for order, one in enumerate(rows, start=1):
        one.order = order
    former = Snapshot.objects.newest().filter(fiscal_year=year).first()
    made = write_version(year, rows, by=by, source=source, why=why, former=former)
    if published:
        publish_year(year, by=by)
    return made


class World:
    """clerk of the secretariat, official of 福祉課, another official, a member with an account; 令和6・7年度 counted."""

    def __init__(self):
        self.centre, self.clerk = build.office("secretariat")
        self.office, self.official = build.office("department", "福祉課")
        self.elsewhere, self.outsider = build.office("department", "土木課")
        self.member, self.resident = build.user("見本 委員"), build.user("見本 住民")
        town = Municipality.objects.create(code="152081", name="見本市", kana="みほんし", prefecture="新潟県", is_own=True)
        self.guideline = Guideline.objects.create(
            municipality=town, slug="own", title="手引", summary="x", published_at=build.timezone.now()
        )
        said = {"guideline": self.guideline, "section": "第1章"}
        Policy.objects.create(**said, key="a", order=1, title="情報を伝える", measures="広報に載せる\n出前講座を開く")
        Policy.objects.create(**said, key="b", order=2, title="人を育てる", measures="")
        self.committee = Committee.objects.create(name="協働推進委員会", seats_limit=8, open_goal=30)
        seats = [("学識 太郎", "expert", None), ("団体 花子", "group", None), ("見本 委員", "open", self.member)]
        for name, category, user in seats:
            CommitteeSeat.objects.create(
                committee=self.committee, name=name, category=category, user=user, since=date(2020, 4, 1)
            )
        counted(2024, [row("花いっぱい", number="R6-K-0001", city_cost=100_000), row("朝市", "grant")], self.clerk)
        counted(
            2025,
            [
                row("花いっぱい", number="R6-K-0001", city_cost=120_000, people=40),
                row("子ども食堂", "grant", ("npo", "neighbourhood"), city_cost=300_000),
                row("雪かき隊", office="土木課"),
            ],
            self.clerk,
        )

    def report(self):
        return open_report(2025, by=self.clerk)
