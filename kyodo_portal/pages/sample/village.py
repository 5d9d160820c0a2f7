"""A village of 3,000 that there is not: one person in its office, no coordinator, words of its own, twelve collaborations, one call.

What is said stands in fixtures/sample/mura/ and here; how it is done, the builders of the first city say.
"""

from guidelines.models import CollaborationForm
from kyodo_portal.accounts.sample import VILLAGE_AREAS
from kyodo_portal.letters.reason_actions import lay_examples
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import Signatory
from partners.directory.reference import load_reference
from partners.models import Desk, Membership, Partner, RegistrationRule
from projects.models import EvaluationItem, EvaluationSet, FormSpec
from projects.specs.models import ADOPTED, GRANTED

from . import village_life
from .calls import open_call
from .clock import days_ago
from .collaboration_story import Story
from .groups import Home, apply, confirm, data
from .people import belongs, office, person, with_logins
from .proposal_story import Story as ProposalStory
from .rules import renew_until_today

HOME = Home(
    "0000000", "見本県見本郡見本村大字見本2番地", "0000-00-1",
    {
        "neighbourhood": {"households": "48", "groups": "4", "circulars": "5", "district": "区の全部", "term": "1年", "authorised": "no"},
        "company": {"leave": "no", "hours": "水曜のほかの日中", "agreement": "no"},
        "npo": {"authority": "見本県", "business_year": "4月から翌年3月まで"},
    },
)  # fmt: skip
LEADERS = {"kamiku": "kucho", "toge": "kai"}
# The questions that both sides answer at the end of a year, as the village's guideline prints them.
QUESTIONS = (
    ("暮らし", "困っていた人の暮らしは、楽になりましたか。"),
    ("無理のなさ", "無理をしていた人がいないように、できましたか。"),
    ("手渡し", "次の年に手渡せるものが、ありましたか。"),
)
# What their five points say: the village asks how people were afterwards, not how much there was of something.
MARKS = "みんなが、ほっとした｜ほっと\nだいたい、よかった｜よかった\nどちらともいえない｜どちらも\n無理が残った｜無理あり\nつらいままだった｜つらい"
# What registering is called here, where the portal's first words are those of towns.
RULES = {"neighbourhood": "区の登録", "civic": "会の登録"}


def settle():
    """Everybody and everything of the village, in an empty database with its guideline."""
    load_reference(areas=VILLAGE_AREAS)
    cast = _people()
    lay_templates()
    lay_examples()
    Signatory.objects.create(post="見本村長", name="見本　村雄", since=days_ago(3600))
    _forms()
    _groups(cast)
    for row in data("mura/ledger"):
        Story(cast, row).tell()
    _call(cast)
    village_life.settle(cast)


def _people():
    """One office does everything; who works in it stands in the places of all who work in a city's many."""
    cast = with_logins("mura")
    one = cast["yakuba"]
    cast["secretariat"] = office("むらづくり係（見本）", "むらづくりがかり", Partner.Office.SECRETARIAT)
    belongs(one, cast["secretariat"], Membership.Part.REPRESENTATIVE)
    Desk.objects.create(partner=cast["secretariat"], answer_days=5, phone="0000-00-0001", hours="平日 8時30分～17時")
    return cast | {"jimukyoku": one, "secretariat_staff": one}


def _forms():
    """Three ways of its own, and nothing of what cities begin with; one set of three questions."""
    asked = EvaluationSet.objects.create(code="mura", name="ふりかえりの3つの問い", talk="always")
    EvaluationItem.objects.bulk_create(
        EvaluationItem(set=asked, name=name, question=question, scale="gained", marks=MARKS, order=order)
        for order, (name, question) in enumerate(QUESTIONS, start=1)
    )
    common = FormSpec.objects.filter(form=None)
    common.exclude(code__in=(ADOPTED, GRANTED)).update(state=FormSpec.State.RETIRED)
    common.filter(code=ADOPTED).update(evaluation=asked)
    for form in CollaborationForm.objects.offered():
        by_name = form.code == "nominal"
        FormSpec.objects.create(
            form=form, code=form.code, state=FormSpec.State.IN_USE, way="name" if by_name else "full",
            evaluation=None if by_name else asked, takes_applications=by_name, apply_days=14 if by_name else None,
            answer_days=7 if by_name else None,
        )  # fmt: skip


def _groups(cast):
    for kind, name in RULES.items():
        RegistrationRule.objects.filter(kind=kind).update(name=name)
    for number, row in enumerate(data("mura/partners")):
        login = LEADERS.get(row["key"])
        user = cast[login] if login else person(f"daihyo-{row['key']}", f"見本 代表{number + 1}")
        cast[f"{row['key']}_leader"] = user
        told = {"until": "registered", "staff": cast["yakuba"], "day": days_ago(1300 - number * 7), "home": HOME}
        cast[row["key"]] = apply(row, user, **told)
        confirm(cast[row["key"]], user, days_ago(20 + number * 11))
    renew_until_today()


class VillageProposal(ProposalStory):
    """The one person receives, judges and decides."""

    panel = ("yakuba",)
    said = (("無理のない人数だと思います。", "常会で、当番を先に決めておくとよいと思います。", "人数が足りないように見えます。"),)
    why = {"adopted": "困っている人がはっきりしていて、無理のない人数で始められるためです。"}
    advice, number = "始める前に、区長会で一度話してください。", "見村第{}号"


def _call(cast):
    plan = data("mura/proposals")
    (row,) = plan["calls"]
    call = open_call(row, plan, cast, panel=(("yakuba", "むらづくり係"),))
    for number, proposal in enumerate(plan["proposals"]):
        VillageProposal(cast, call, proposal, number).tell()
