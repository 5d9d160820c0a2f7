"""What a large city's people write from day to day, on top of the large city: topics, offers, events, letters, applications, grants,
rounds of opinions, meetings, news, consultations. Rows in bulk, as city.py writes its own.
"""

import datetime
import uuid
from types import SimpleNamespace

import letters
import voices
from stage import name, sentence

TOPICS, OFFERS, EVENTS, LETTERS, APPLICATIONS, GRANTS, ROUNDS, MEETINGS, NEWS, TOLD = (
    1_000, 6_000, 3_000, 3_000, 3_000, 1_500, 60, 360, 5_000, 2_000,
)  # fmt: skip
BATCH = 1_000


def put(model, rows):
    return model.objects.bulk_create(list(rows), batch_size=BATCH)


def key(chance):
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def person(email):
    from kyodo_portal.accounts.models import User

    return User.objects.get(email=f"{email}@example.jp")


def daily(chance):
    """All of it."""
    from django.utils import timezone

    from partners.models import Area, Partner, Theme

    city = SimpleNamespace(
        clerk=person("jimukyoku"), resident=person("jumin"), guide=person("kosharu"), today=timezone.localdate(), now=timezone.now(),
        groups=list(Partner.objects.filter(office="none", standing="registered").order_by("pk")),
        offices=list(Partner.objects.filter(office="department").order_by("pk")), themes=list(Theme.objects.all()), areas=list(Area.objects.all()),
    )  # fmt: skip
    city.department = city.offices[0]
    voices.write(chance, 10_000, 10_000 + TOPICS, city)
    keys = [group.pk for group in city.groups]
    people = list(type(city.clerk).objects.filter(email__startswith="person").order_by("pk")[:300])
    letters.write(chance, 0, LETTERS, [*people, city.resident], keys, person("dantai").memberships.first().partner_id)
    for write in (offers, events, applications, grants, opinions, meetings, news, consultations):
        write(chance, city)


def offers(chance, city):
    from kyodo_portal.common.lists.search import doc
    from partners.models import Offer

    def one():
        title, text = name(chance)[:60], sentence(chance) * 3
        return Offer(
            partner=chance.choice(city.groups), side=chance.choice(Offer.Side.values), kind=chance.choice(Offer.Kind.values), title=title,
            text=text, theme=chance.choice([None, *city.themes]), area=chance.choice([None, *city.areas]), since=city.today,
            confirmed_on=city.today - datetime.timedelta(days=chance.randint(0, 300)), search_text=doc(title, text),
        )  # fmt: skip

    put(Offer, (one() for _ in range(OFFERS)))


def events(chance, city):
    """A third of them still to come, of all groups."""
    from kyodo_portal.common.lists.search import doc
    from partners.models import Event

    def one():
        title, text = name(chance), sentence(chance) * 3
        starts = city.now + datetime.timedelta(hours=chance.randint(-2 * 24 * 365, 24 * 365))
        return Event(
            host=chance.choice(city.groups), kind=chance.choice(("event", "course", "talk")), title=title, text=text, place="市民センター",
            theme=chance.choice([None, *city.themes]), area=chance.choice([None, *city.areas]), starts_at=starts,
            ends_at=starts + datetime.timedelta(hours=2), published_at=city.now, checked_on=city.today, search_text=doc(title, text),
        )  # fmt: skip

    put(Event, (one() for _ in range(EVENTS)))


def applications(chance, city):
    from kyodo_portal.common.lists.search import doc
    from projects.models import Application

    specs = list({row.spec_id for row in Application.objects.all()})

    def one(count):
        title, day = name(chance), city.today + datetime.timedelta(days=chance.randint(-300, 90))
        status = chance.choice(("submitted", "received", "approved", "reported", "closed", "closed", "closed", "declined"))
        return Application(
            spec_id=chance.choice(specs), partner=chance.choice(city.groups), number=f"大{count:05}", title=title, starts_on=day, ends_on=day,
            place="市民センター", summary=sentence(chance) * 3, received_on=city.today, created_by=city.clerk, status=status, version=2,
            department=None if status == "submitted" else chance.choice(city.offices), search_text=doc(title), form_key=key(chance),
        )  # fmt: skip

    put(Application, (one(count) for count in range(APPLICATIONS)))


def grants(chance, city):
    from projects.models import Grant, GrantRule

    rules = list(GrantRule.objects.filter(is_public=True))

    def one(count):
        asked = chance.randint(50, 300) * 1000
        status = chance.choice(("submitted", "received", "decided", "reported", "confirmed", "settled", "settled", "declined"))
        is_decided = status not in ("submitted", "received", "declined")
        papers = {"decided": asked, "decided_on": city.today, "document_number": f"第{count}号"} if is_decided else {}
        return Grant(
            rule=chance.choice(rules), partner=chance.choice(city.groups), number=f"大{count:05}", title=name(chance), asked=asked,
            purpose=sentence(chance), starts_on=city.today, ends_on=city.today, created_by=city.clerk, status=status, version=2,
            form_key=key(chance), **papers,
        )  # fmt: skip

    put(Grant, (one(count) for count in range(GRANTS)))


def opinions(chance, city):
    """Rounds that are over, with twenty opinions each."""
    from projects.models import Opinion, OpinionRound

    def one(count):
        first = city.today - datetime.timedelta(days=60 + 30 * count)
        return OpinionRound(
            title=f"{name(chance)}の計画（案）への意見", what=sentence(chance) * 3, department=chance.choice(city.offices), opens_on=first,
            closes_on=first + datetime.timedelta(days=30), status="published", result_text=sentence(chance),
        )  # fmt: skip

    rounds = put(OpinionRound, (one(count) for count in range(ROUNDS)))
    put(
        Opinion,
        (
            Opinion(
                round=row, number=number, text=sentence(chance), category="lives", received_on=row.closes_on, form_key=key(chance)
            )
            for row in rounds
            for number in range(1, 21)
        ),
    )


def meetings(chance, city):
    """Thirty committees with their meetings, two thirds of them over."""
    from projects.models import Committee, CommitteeMeeting

    rows = put(
        Committee,
        (Committee(name=f"{name(chance)}・{n}", purpose=sentence(chance), department=chance.choice(city.offices), is_public=True) for n in range(30)),
    )  # fmt: skip

    def one(count):
        on = city.today + datetime.timedelta(days=chance.randint(-800, 400))
        said = {"minutes": sentence(chance) * 5, "minutes_at": city.now} if on < city.today else {}
        return CommitteeMeeting(
            committee=rows[count % 30], on=on, place="市役所", agenda=sentence(chance), announced_at=city.now, **said
        )

    put(CommitteeMeeting, (one(count) for count in range(MEETINGS)))


def news(chance, city):
    from kyodo_portal.notices.models import News
    from projects.models import Project

    keys = list(Project.objects.published().order_by("pk").values_list("pk", flat=True))

    def one(count):
        at = city.now - datetime.timedelta(minutes=chance.randint(1, 500_000))
        url = f"/projects/{chance.choice(keys)}/"
        return News(
            at=at,
            kind=chance.choice(News.Kind.values),
            title=name(chance),
            url=url,
            summary=sentence(chance),
            source=f"bench:{count}",
        )

    put(News, (one(count) for count in range(NEWS)))


def consultations(chance, city):
    """Of the sample's coordinator, without a sealed part."""
    from projects.models import Consultation

    first = Consultation.objects.filter(by=city.guide).first()
    put(
        Consultation,
        (
            Consultation(
                number=f"大-C-{count:05}", body=first.body, by=city.guide, method="phone", minutes=10, who_kind="town", topics=["people", "money"],
                on=city.today - datetime.timedelta(days=chance.randint(0, 900)), partner=chance.choice(city.groups), form_key=key(chance),
                next_on=city.today + datetime.timedelta(days=chance.randint(-5, 60)) if count % 4 == 0 else None,
            )
            for count in range(TOLD)
        ),
    )  # fmt: skip
