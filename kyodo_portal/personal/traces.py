"""Where a person stands in the data: the groups that are nobody else's, the contact data that are this person's, the words."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from guidelines.models import Chapter
from kyodo_portal.accounts.models import User
from kyodo_portal.common.lists.search import fold
from partners.directory.presenters import PRIVATE
from partners.directory.schema import ITEMS, Kind
from partners.directory.standing import Standing
from partners.models import Membership, Partner, Registration
from projects.models import Call, PanelSeat, Review

from . import words
from .tied import groups_of

LIVE = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)
# How each sort of value may be spelled elsewhere; and of each column with which a group says how somebody is reached.
SPELLED = {Kind.PERSON: words.spellings_of_name, Kind.PHONE: words.spellings_of_number, Kind.EMAIL: words.spellings_of_mail}
SPELLINGS = {item.name: SPELLED.get(item.kind, words.spellings_of_text) for item in ITEMS.values() if item.consent}
NAMES = tuple(name for name in SPELLINGS if ITEMS[name].kind is Kind.PERSON)


@dataclass
class Traces:
    """`alone`: groups that were this person's only, and live no more. `contacts`: (group, columns) of others that name it."""

    alone: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    mails: dict = field(default_factory=dict)  # spelling of a proved address → what stands for it: looked for everywhere
    words: dict = field(default_factory=dict)  # other spellings: looked for in what has to do with the person
    shared: set = field(default_factory=set)  # spellings that are somebody else's too: left alone in texts


def keeps_name(user):
    """Staff and panel members stand with their name in decisions as long as those are kept."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    return (
        user.is_superuser
        or Membership.objects.filter(user=user, partner__office__in=offices).exists()
        or PanelSeat.objects.filter(user=user).exists()
        or Review.objects.filter(reviewer=user).exists()
    )


def is_same(name, other):
    """Whether two names are the same but for spaces and forms of letters."""
    return bool(name) and fold(name) == fold(other)


def traces_of(user):
    """The Traces of a person. Ten queries, and one for each group."""
    found, sources = Traces(), []
    for partner in groups_of(user):
        papers = list(Registration.objects.filter(partner=partner))
        others = Membership.objects.valid().filter(partner=partner, user__is_active=True).exclude(user=user).exists()
        if partner.standing not in LIVE and not others:
            found.alone.append(partner)
            sources += [_contact(partner), *_contacts_in(papers)]
        elif any(is_same(user.name, getattr(partner, name)) for name in NAMES):
            found.contacts.append((partner, _own_columns(user, partner)))
        rows = [_contact(partner), *_contacts_in(papers)]
        sources += [row for row in rows if is_same(user.name, row.get("contact_name") or row.get("representative"))]
    _gather_words(found, user, sources)
    _leave_what_is_shared(found, user, [*found.alone, *(one for one, _ in found.contacts)])
    return found


def _own_columns(user, partner):
    """Which contact columns of a living group go with this person: all that reach the contact person, and the own name."""
    contact = is_same(user.name, partner.contact_name or partner.representative)
    chief = is_same(user.name, partner.representative)
    return tuple(name for name in PRIVATE if (chief if name == "representative" else contact))


def _contact(partner):
    return {name: getattr(partner, name) for name in PRIVATE}


def _contacts_in(papers):
    for paper in papers:
        yield {name: paper.payload.get(name) for name in PRIVATE}
        yield {name: (paper.payload.get("before") or {}).get(name) for name in PRIVATE}


def _gather_words(found, user, sources):
    mails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for mail in mails:
        found.mails |= dict.fromkeys(words.spellings_of_mail(mail), words.GONE)
    for source in sources:
        for name, spell in SPELLINGS.items():
            if isinstance(source.get(name), str) and source[name]:
                blank = words.NOBODY if name in NAMES else words.GONE
                found.words |= dict.fromkeys(spell(source[name]), blank)
    spellings = words.spellings_of_name(user.name) if user.name else set()
    if keeps_name(user):
        for word in spellings:
            found.words.pop(word, None)
    else:
        found.words |= dict.fromkeys(spellings, words.NOBODY)


def _leave_what_is_shared(found, user, own):
    """A word that is another person's, a living group's or plain Japanese is not replaced: it would take theirs away."""
    prose = "\n".join(text for row in Chapter.objects.values_list("title", "lead", "body") for text in row)
    prose += "\n".join(text for row in Call.objects.values_list("title", "summary", "eligibility", "support") for text in row)
    people = User.objects.exclude(pk=user.pk).exclude(name="")
    names = [fold(name) for name in people.values_list("name", flat=True)]
    groups = Partner.objects.exclude(pk__in=[one.pk for one in own])
    living = groups.filter(standing__in=LIVE)
    titles = [fold(name) for name in living.values_list("name", flat=True)]
    titles += [fold(one.name) for one, _ in found.contacts]
    contacts = {fold(value) for row in groups.values_list(*SPELLINGS) for value in row if value}
    for word in list(found.words):
        folded = fold(word)
        if word in prose or folded in names or folded in contacts or any(folded in title for title in titles):
            found.shared.add(word)
            del found.words[word]
