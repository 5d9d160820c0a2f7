"""Builders that the tests of all areas share: realistic Japanese people and bodies, each in one line.

Only what several areas need stands here. What a process makes (registrations, proposals, cycles) is made through its actions.
"""

import io
import re
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from kyodo_portal.accounts.models import User
from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.photo_actions import add_photo
from kyodo_portal.process.photo_places import photo_place
from partners.directory.standing import Standing
from partners.models import Assignment, Event, Membership, Offer, Partner, PartnerKind, Signup
from partners.registration import actions as partner_actions
from tests.partners.registration import words

_number = count(1)
# The own city's guideline, as `load_guideline` takes it.
OJIYA = Path(__file__).resolve().parent.parent / "fixtures" / "guidelines" / "ojiya.json"


def days(number):
    """Today plus `number` days, in the city's time zone."""
    return timezone.localdate() + timedelta(days=number)


def markup(answer):
    """A page's markup without the marks where a heading may break, and wherever its template breaks its lines."""
    text = re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", answer.content.decode().replace("<wbr>", ""))
    return re.sub(r"\s*\n\s*", " ", text)


def read(client, page, query=None):
    """The page's markup, see `markup`."""
    return markup(client.get(page, query))


def sure(client, page, **said):
    """What is sent from the confirm page at this address: the token of what it shows, with what is said."""
    context = client.get(page).context
    form = context.get("form")
    token = form.initial["etag"] if form is not None and "etag" in form.initial else context["etag"]
    return {"etag": token, **said}


def user(name="", email="", **fields):
    """A person who can sign in. Without words: 見本 住民1, jumin1@example.jp …"""
    number = next(_number)
    return User.objects.create_user(email or f"person{number}@example.jp", name=name or f"見本 住民{number}", **fields)


def system_admin():
    """システム管理者: the superuser."""
    return User.objects.create_superuser(f"kanri{next(_number)}@example.jp", name="見本 管理者")


def join(person, partner, part=Membership.Part.MEMBER, *, since=-30, until=None):
    """A membership that began `since` days from today; `until` likewise, None for an open one."""
    end = None if until is None else days(until)
    return Membership.objects.create(user=person, partner=partner, part=part, since=days(since), until=end)


def partner(name="", *, kind=PartnerKind.values[0], standing=Standing.REGISTERED, **fields):
    """A body in the directory; registered unless said otherwise."""
    name = name or f"見本の会{next(_number)}"
    fields.setdefault("registered_from", days(-400) if standing == Standing.REGISTERED else None)
    return Partner.objects.create(name=name, kind=kind, standing=standing, is_sample=True, search_text=name, **fields)


def offer(body, title="見本のもの", *, side="give", kind="things", **fields):
    """Something that the body gives or seeks, confirmed today unless said otherwise."""
    today = timezone.localdate()
    since = min(today, fields.get("until") or today)
    return Offer.objects.create(
        partner=body, side=side, kind=kind, title=title, **{"since": since, "confirmed_on": today, **fields}
    )


def event(host, title="見本の催し", *, at=7, hours=2, **fields):
    """An event of the host that everybody finds, `at` days from today at ten; a draft with published_at=None."""
    starts = timezone.make_aware(datetime.combine(days(at), time(10)))
    dates = {"starts_at": starts, "ends_at": starts + timedelta(hours=hours), "published_at": timezone.now()}
    words = {"kind": "event", "place": "見本会館", "checked_on": timezone.localdate(), "search_text": title}
    return Event.objects.create(host=host, title=title, **{**dates, **words, **fields})


def signup(event, name="見本 花", **fields):
    """Somebody who comes to an event; without a user or a mail it was written down by the host."""
    known = "user" in fields or "mail" in fields
    first = {"state": "in", "channel": "web" if known else "phone"}
    if not known:
        first["entered_by"] = user()
    return Signup.objects.create(event=event, name=name, **{**first, **fields})


def group(name="", **fields):
    """(partner, representative, member): a registered group with two people of its own."""
    body = partner(name, **fields)
    representative, member = user(), user()
    join(representative, body, Membership.Part.REPRESENTATIVE)
    join(member, body)
    return body, representative, member


def office(kind="department", name=""):
    """(partner, official): a city department, the "secretariat", or the "coordinator" (which is no city office)."""
    names = {"department": "見本課", "secretariat": "見本事務局", "coordinator": "見本の中間支援"}
    body = partner(name or f"{names[kind]}{next(_number)}", office=kind)
    official = user(f"{names[kind]}の人")
    join(official, body)
    return body, official


def assign(coordinator, body, *, since=-30, until=None):
    """The coordinator accompanies the body."""
    end = None if until is None else days(until)
    return Assignment.objects.create(user=coordinator, partner=body, since=days(since), until=end)


def registration(representative, *, status="submitted", name="NPO法人 わかば見守りの会", secretary=None):
    """A new group's application by `representative`, moved by its actions to `status`: draft, submitted, correcting, registered."""
    row = partner_actions.start_registration(by=representative, name=name, kind="npo", form_key=uuid4())
    values = {}
    for page_values in words.pages().values():
        values |= page_values
    row = partner_actions.save_page(registration=row, by=representative, values={**values, "name": name})
    if status != "draft":
        row = take_step(row, "submit", by=representative, version=row.version)
    if status == "correcting":
        asked = {"items": [{"field": "purpose", "reason": "だれのためかを書いてください。"}], "due": days(14)}
        row = take_step(row, "ask_correct", by=secretary, version=row.version, **asked)
    if status == "registered":
        row = take_step(row, "approve", by=secretary, version=row.version)
    return row


def registered_group(name="NPO法人 わかば見守りの会"):
    """(partner, representative): a group that went through the registration; only its telephone is public."""
    representative = user()
    row = registration(representative, status="registered", name=name, secretary=office("secretariat")[1])
    return Partner.objects.get(pk=row.partner_id), representative


# ---- calls and proposals -------------------------------------------------------------------------------------------
def call(title="", *, opens=-10, closes=20, published=True, questions=True, criteria=True, **fields):
    """A 募集回 that opened `opens` days from now and closes `closes` days from now, with four questions and two criteria."""
    from projects.models import Call, Criterion, Question

    now = timezone.now()
    words = {
        "summary": "市といっしょに取り組みたい企画を募集します。",
        "eligibility": "登録した団体",
        "fiscal_year": 2026,
        "is_sample": True,
    }
    made = Call.objects.create(
        title=title or f"見本の募集{next(_number)}",
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        published_at=now + timedelta(days=opens) if published else None,
        **{**words, "grant_limit": 300_000, **fields},
    )
    if questions:
        for order, (section, label) in enumerate(
            [
                ("idea", "どんなことをしますか"),
                ("why", "なぜ市といっしょにしますか"),
                ("carry", "だれが中心になりますか"),
                ("after", "終わったあとはどうしますか"),
            ]
        ):
            Question.objects.create(call=made, section=section, label=label, order=order, required=section != "after")
    if criteria:
        Criterion.objects.create(call=made, name="公益性", max_points=5, order=1)
        Criterion.objects.create(call=made, name="役割分担", max_points=5, weight=2, order=2)
    return made


def draft(body, person, *, to=None, title="通学路の花いっぱい見守り"):
    """A draft that is complete: it only has to be sent. Begun by its action; its pages are filled in one go."""
    from projects.models import Answer, BudgetLine, PlannedGoal, PlannedStep, Proposal, RoleShare
    from projects.proposals.drafting.actions import start_draft

    proposal = start_draft(call=to or call(), partner=body, by=person, form_key=uuid4())
    words = {"title": title, "summary": "花を植えながら子どもを見守ります。", "starts_on": days(60), "ends_on": days(300)}
    Proposal.objects.filter(pk=proposal.pk).update(**words)
    questions = proposal.call.questions.all()
    Answer.objects.bulk_create(
        Answer(proposal=proposal, question=question, text=f"{question.label}への答え") for question in questions
    )
    counted = {"name": "朝に立つ人の数", "unit": "人", "now": 8, "target": 20}
    PlannedGoal.objects.create(proposal=proposal, text="見守る人をふやす", **counted)
    PlannedStep.objects.create(proposal=proposal, when="6月", what="苗を植える", who="団体と市")
    RoleShare.objects.create(proposal=proposal, task="花を植える", group_part="人を集めて植える", city_part="苗を用意する")
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(proposal=proposal, side="income", item="市の負担", amount=100_000, from_city=True),
            BudgetLine(proposal=proposal, side="expense", item="苗", amount=100_000, note="500円を200本"),
        ]
    )
    proposal.refresh_from_db()
    return proposal


def submitted(body, representative, *, to=None, **fields):
    """A proposal that its representative has sent."""
    proposal = draft(body, representative, to=to, **fields)
    return take_step(proposal, "submit", by=representative, version=proposal.version)


def joined(proposal, body, state="accepted"):
    """The group stands beside the proposing one: it said yes, or whatever `state` says."""
    from kyodo_portal.process.task_actions import sync_tasks
    from projects.models import JointGroup

    asked = {"call": proposal.call, "lead": proposal.partner, "asked_by": proposal.created_by, "asked_at": timezone.now()}
    row = JointGroup.objects.create(
        proposal=proposal, partner=body, state=state, answered_at=None if state == "asked" else timezone.now(), **asked
    )
    sync_tasks(proposal)
    return row


def under_review(body, representative, official, *, to=None, **fields):
    """A proposal that the secretariat's official has received and given to the panel."""
    proposal = submitted(body, representative, to=to, **fields)
    for step, answers in (("receive", {}), ("start_review", {"ahead_reason": "試しに先へ進めます。"})):
        take_step(proposal, step, by=official, version=proposal.version, **answers)
    return proposal


# ---- the ledger ----------------------------------------------------------------------------------------------------
def cycle(body, department, official, *, published=True, small=False, pact=False, title="見守り配達"):
    """This year's cycle of a ledger entry that `official` of `department` made together with `body`, still being planned."""
    from kyodo_portal.common.japanese.dates import fiscal_year
    from projects.ledger.actions import enter
    from projects.specs.seed_actions import evaluation_set
    from tests.projects.ledger.build import form

    chosen = form("nominal", "後援", small=True) if small else form()
    if pact:
        chosen = form("commission", "委託", way="pact", evaluation=evaluation_set("full"))
    entry = enter(
        by=official,
        title=title,
        form=chosen,
        partners=[body],
        department=department,
        fiscal_year=fiscal_year(timezone.localdate()),
        summary="配達のついでに声をかけます。",
        published=published,
        is_sample=True,
    )
    return entry.cycles.get()


def picture(size=(480, 360), colour="green", kind="JPEG", **saved):
    """The bytes of a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saved)
    return out.getvalue()


def photo(place, row, by, **said):
    """A photograph on the page of `row`, put up by `by`: nobody is on it. `place`: the key of a PhotoPlace."""
    accepted = Accepted("photo.jpg", "image/jpeg", picture())
    said = {"alt": "屋根の雪をおろしている", "people": "nobody", **said}
    return add_photo(photo_place(place), row.pk, by=by, form_key=uuid4(), accepted=accepted, **said)
