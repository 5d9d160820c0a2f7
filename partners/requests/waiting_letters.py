"""A letter that waits in the session: through sign-up, or until a guest's mailbox is proven. It waits an hour, and nowhere else.

What a guest may ask for and guess is counted in rows, as at the sign-in (accounts/guesses.py): a session that is copied, or asked
thirty times at once, gives no further try, and whoever plays with somebody's address does not shut its owner out.
"""

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.guesses import visitor
from kyodo_portal.accounts.limits import DAY, HOUR, Refused, give_back, room, rules, take
from kyodo_portal.accounts.middleware import in_staff_network
from kyodo_portal.common.city import the_city
from kyodo_portal.common.forms.mail import clean_code
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.secret import is_sealed, seal
from kyodo_portal.common.upwards import queue_mail

LETTER, CODE = "letter", "letter_code"  # keys of the session
MOST = 5  # things of one sort that wait beside each other: who writes in two windows loses neither
LASTS, WAIT = 3600, 60  # seconds: as long as something waits; between two mails with digits
# Wrong tries at one code; at all codes of an address by one visitor, and by everybody.
TRIES, TRIES_OF_A_VISITOR, TRIES_OF_ALL = 3, 7, 15
# Mails that one visitor may have sent to an address, that all may, and that one visitor may to anybody in an hour.
MAILS_OF_A_VISITOR, MAILS_OF_ALL, MAILS_TO_ANYBODY = 5, 20, 60
PURPOSE = "partners.requests.code"
WRONG = "数字がちがいます。メールを見て、もう一度入れてください。"
OVER = "この数字は、もう使えません。もとのページから、もう一度送ってください。"
TOO_MANY = own_words("このメールアドレスに今日送れる数を超えました。電話で市に聞いてください。")
TOO_OFTEN = own_words(
    "まちがった数字が何度も入れられたので、今日は、このアドレスの数字を止めています。電話で市に聞いてください。"
)


def _now():
    return int(timezone.now().timestamp())


def slot_of(about, slot=CODE):
    """Under which key of the session the digits for this wait."""
    return f"{slot}:{about}"


def _rows(request, kind):
    """{about: what waits for it} under `kind`, the newest last.

    Until the portal kept several beside each other, a session held the one row itself, and its digits under the name of the sort: such
    a session is taken up as it is, so that who was writing during an upgrade goes on.
    """
    rows = request.session.get(kind) or {}
    if isinstance(rows.get("at"), int):
        about = next(rows[name] for name in ("about", "event", "topic") if name in rows)
        request.session[kind] = rows = {str(about): {"page": "", **rows}}
        if digits := request.session.pop(f"{kind}_code", None):
            request.session[slot_of(about, f"{kind}_code")] = digits
    return rows


def put_by(request, kind, about, row, *, code):
    """Let `row` wait under `kind`, with the MOST newest of its sort. code: the slot of their digits."""
    rows = {key: each for key, each in _rows(request, kind).items() if key != str(about)} | {str(about): row}
    for gone in list(rows)[:-MOST]:
        rows.pop(gone)
        request.session.pop(slot_of(gone, code), None)
    request.session[kind] = rows


def put_away(request, kind, about, *, code):
    """Nothing waits for this any more."""
    request.session[kind] = {key: row for key, row in _rows(request, kind).items() if key != str(about)}
    request.session.pop(slot_of(about, code), None)


def waits(request, kind, about):
    """What waits for this; None where nothing does, or where its hour is over."""
    row = _rows(request, kind).get(str(about))
    return row if row and row["at"] >= _now() - LASTS else None


def keep(request, about, data, *, key="", page=""):
    """Keep what was typed about this. data: the QueryDict of the form; key: its one-time key; page: its address."""
    typed = {name: data.getlist(name) for name in data if name not in ("csrfmiddlewaretoken", "form_key")}
    row = {"about": about, "typed": typed, "key": str(key), "page": page, "at": _now()}
    put_by(request, LETTER, about, row, code=CODE)


def kept(request, about):
    """{name: typed} of a letter about this that waits; {} where none does, or where the hour is over."""
    row = waits(request, LETTER, about)
    return {name: values[-1] for name, values in row["typed"].items() if values} if row else {}


def waiting(request, page):
    """The letter of which digits were mailed from the page at this address, or the newest one of all for ""; None without one."""
    rows = [row for row in _rows(request, LETTER).values() if slot_of(row["about"]) in request.session]
    return next((row for row in reversed(rows) if page == "" or row["page"] in ("", page)), None)


def keep_answer(request, url, slot, *, led=""):
    """Remember where these digits led to: nothing waits any more, and the second press of their page leads there too. led: the key under
    which `first_answer` looks for it, where that is not the slot."""
    request.session[f"{led or slot}_led"] = {"sealed": request.session[slot]["sealed"], "url": url}


def first_answer(request, slot=CODE):
    """Where the first press of the page with these digits led to; "" where this is not its second press."""
    led, code = request.session.get(f"{slot}_led"), clean_code(request.POST.get("code", ""))
    return led["url"] if led and is_sealed(code, led["sealed"], PURPOSE) else ""


def forget(request, about):
    """No letter about this waits any more."""
    put_away(request, LETTER, about, code=CODE)


def mail_code(request, mail, *, key, slot, what="手紙を送る"):
    """Send six digits to an address that a guest named; ValidationError beyond the day's. The second press of one page (key: its
    one-time key) sends none. slot: under which key of the session they wait; what: for what they are, in words."""
    row = request.session.get(slot)
    if not (row and (row["mail"], row.get("key")) == (mail, str(key)) and _still_opens(row)):
        _send(request, mail, str(key), slot, what)


def send_again(request, *, slot, what="手紙を送る"):
    """「もう一度送る」: other digits to the address that waits, once a minute; the earlier ones are void. The visitor is told either way."""
    row = request.session.get(slot)
    if row is None:
        messages.error(request, OVER)
        return
    left = row["at"] + WAIT - _now()
    if left > 0:
        messages.error(
            request, f"数字は、1分たつと、もう一度送れます。あと{left}秒待ってください。先に、届いたメールを見てください。"
        )
        return
    try:
        _send(request, row["mail"], row["key"], slot, what)
        messages.success(request, "新しい数字を送りました。前の数字は使えません。")
    except ValidationError as refused:
        messages.error(request, refused.message)


def _send(request, mail, key, slot, what):
    _pay_mail(request, mail)
    code = f"{secrets.randbelow(1_000_000):06d}"
    request.session[slot] = {"sealed": seal(code, PURPOSE), "mail": mail, "at": _now(), "key": key}
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}で{what}ための数字です。",
        "",
        code,
        "",
        "1時間のうちに、画面に入れてください。心あたりがないときは、消してください。何も送られません。",
    ]
    queue_mail(mail, f"{what}ための数字", "\n".join(lines), secret=True)


def _pay_mail(request, mail):
    here = visitor(request)
    several = rules("guest mail", (mail.lower(), here), ((MAILS_OF_A_VISITOR, DAY),))
    several += rules("guest mails", (mail.lower(),), ((MAILS_OF_ALL, DAY),))
    if not in_staff_network(request):
        several += rules("guest mails of", (here,), ((MAILS_TO_ANYBODY, HOUR),))
    try:
        take(several)
    except Refused:
        raise ValidationError(TOO_MANY) from None


def _tries_at(row):
    return rules("guest code", (row["sealed"],), ((TRIES, DAY),))


def _still_opens(row):
    """Whether these digits may be typed in yet: within their hour, and before their last try."""
    try:
        room(_tries_at(row))
    except Refused:
        return False
    return row["at"] >= _now() - LASTS


def proven_mail(request, code, *, slot):
    """The address whose code this is. ValidationError for a wrong one, and for every one after its last try or an hour."""
    row = request.session.get(slot)
    if not row or not _still_opens(row):
        raise ValidationError(OVER)
    mail = row["mail"].lower()
    several = rules("guest try", (mail, visitor(request)), ((TRIES_OF_A_VISITOR, DAY),))
    several += rules("guest tries", (mail,), ((TRIES_OF_ALL, DAY),))
    try:
        spent = take(_tries_at(row))
    except Refused:
        raise ValidationError(OVER) from None
    try:
        spent += take(several)
    except Refused:
        raise ValidationError(TOO_OFTEN) from None
    if not is_sealed(code, row["sealed"], PURPOSE):
        raise ValidationError(WRONG)
    give_back(spent)
    return row["mail"]
