"""A letter that waits in the session: through sign-up, or until a guest's mailbox is proven. It waits an hour, and nowhere else."""

import secrets
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.limits import DAY, counter_key, spend
from kyodo_portal.common.city import the_city
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.secret import is_sealed, seal
from kyodo_portal.common.upwards import queue_mail

LETTER, CODE = "letter", "letter_code"  # keys of the session
LASTS = 3600  # seconds
TRIES = 5
CODES_A_DAY = 5
PURPOSE = "partners.requests.code"
WRONG = "数字がちがいます。メールを見て、もう一度入れてください。"
OVER = "この数字は、もう使えません。もとのページから、もう一度送ってください。"
TOO_MANY = own_words("このメールアドレスに今日送れる数を超えました。電話で市に聞いてください。")


def _now():
    return int(timezone.now().timestamp())


def keep(request, about, data):
    """Keep what was typed about this; the newest letter only. data: the QueryDict of the form."""
    typed = {name: data.getlist(name) for name in data if name not in ("csrfmiddlewaretoken", "form_key")}
    request.session[LETTER] = {"about": about, "typed": typed, "at": _now()}


def kept(request, about):
    """{name: typed} of a letter about this that waits; {} where none does, or where the hour is over."""
    row = request.session.get(LETTER)
    if not row or row["about"] != about or row["at"] < _now() - LASTS:
        return {}
    return {name: values[-1] for name, values in row["typed"].items() if values}


def keep_answer(request, url, slot=CODE):
    """Remember where these digits led to: nothing waits any more, and the second press of their page leads there too."""
    request.session[f"{slot}_led"] = {"sealed": request.session[slot]["sealed"], "url": url}


def first_answer(request, slot=CODE):
    """Where the first press of the page with these digits led to; "" where this is not its second press."""
    led, code = request.session.get(f"{slot}_led"), normalize("NFKC", request.POST.get("code", "")).strip()
    return led["url"] if led and is_sealed(code, led["sealed"], PURPOSE) else ""


def forget(request):
    """Nothing waits any more."""
    for key in (LETTER, CODE):
        request.session.pop(key, None)


def mail_code(request, mail, *, key, slot=CODE, what="手紙を送る"):
    """Send six digits to an address that a guest named; ValidationError beyond the day's. The second press of one page (key: its
    one-time key) sends none. slot: under which key of the session they wait; what: for what they are, in words."""
    row = request.session.get(slot)
    if row and (row["mail"], row.get("key")) == (mail, str(key)) and row["at"] >= _now() - LASTS and row["tries"] < TRIES:
        return
    if not spend(counter_key("ask-code", mail.lower()), CODES_A_DAY, DAY):
        raise ValidationError(TOO_MANY)
    code = f"{secrets.randbelow(1_000_000):06d}"
    request.session[slot] = {"sealed": seal(code, PURPOSE), "mail": mail, "at": _now(), "tries": 0, "key": str(key)}
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}で{what}ための数字です。",
        "",
        code,
        "",
        "1時間のうちに、画面に入れてください。心あたりがないときは、消してください。何も送られません。",
    ]
    queue_mail(mail, f"{what}ための数字", "\n".join(lines), secret=True)


def proven_mail(request, code, *, slot=CODE):
    """The address whose code this is. ValidationError for a wrong one, and for every one after five tries or an hour."""
    row = request.session.get(slot)
    if not row or row["at"] < _now() - LASTS or row["tries"] >= TRIES:
        raise ValidationError(OVER)
    row["tries"] += 1
    request.session.modified = True
    if not is_sealed(code, row["sealed"], PURPOSE):
        raise ValidationError(WRONG)
    return row["mail"]
