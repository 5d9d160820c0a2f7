"""Where somebody may guess: passwords, mailed codes, numbers of the second factor, and mails that anybody may ask for.

Whoever guesses is counted per account *and* visitor's address, with growing waits, so that neither the owner elsewhere nor the
office behind the same address is stopped; where an account was at home (a sign-in that succeeded), a right password is let in
whatever others tried there. Mailed codes of an account have a ceiling from everywhere; beyond it only what was not mailed opens.
"""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.own_words import own_words

from . import trail
from .limits import DAY, HOUR, KEPT, MINUTE, Refused, begin, counter_key, give_back, room, rules, take, window_start
from .middleware import in_staff_network
from .models import Counter
from .networks import line_of
from .trail import MAILED_CODE, PASSWORD, SECOND_FACTOR

# Wrong tries of one visitor at one account: the more, the longer the wait.
GUESSES = ((3, MINUTE), (6, 15 * MINUTE), (12, HOUR), (20, DAY))
# What is judged beyond that where the account is at home: room for the owner, none for a colleague with a word list.
GUESSES_AT_HOME = ((30, HOUR), (60, DAY))
# Wrong tries of one visitor at any account; the city's own networks, and who is at home there, are spared.
GUESSES_OF_A_VISITOR = ((10, MINUTE), (60, HOUR))
# Wrong tries at one code; at all mailed codes of an account from everywhere; at its second factor, homes spared.
GUESSES_AT_A_CODE = ((3, DAY),)
GUESSES_AT_MAILED_CODES = ((15, DAY),)
GUESSES_AT_SECOND_FACTOR = ((30, DAY),)
# Where a ceiling holds from everywhere, one stranger reaches less than half of it: two of them stop nobody's codes.
GUESSES_OF_A_STRANGER = {
    MAILED_CODE: ((3, MINUTE), (5, 15 * MINUTE), (7, DAY)),
    SECOND_FACTOR: ((3, MINUTE), (6, 15 * MINUTE), (12, HOUR), (14, DAY)),
}
# Mails that one visitor may have sent to an account, at home and elsewhere; what all strangers together may; what one visitor
# may to anybody.
MAILS = ((5, 10 * MINUTE), (15, DAY))
MAILS_OF_A_STRANGER = ((5, 10 * MINUTE), (7, HOUR), (9, DAY))
MAILS_OF_STRANGERS = ((20, DAY),)
MAILS_OF_A_VISITOR = ((60, HOUR),)


def visitor(request):
    """The visitor's address as text; of IPv6 the network of 64 bits that one line is given."""
    return line_of(get_adapter().get_client_ip(request))


def line(request):
    """From where somebody writes without an account, as it is counted (limits.spend_of_line): the visitor's address, "" in the city's own
    networks, where a whole counter of the city hall stands behind one."""
    return "" if in_staff_network(request) else visitor(request)


def remember_home(request, account):
    """After a sign-in: here the account is at home for ninety days. `account`: the e-mail address. One query."""
    begin([(counter_key("home", account.lower(), visitor(request)), window_start(DAY, timezone.now()))])


def is_home(request, account):
    """Whether this account signed in from here within ninety days. The same query for an account that does not exist."""
    since = timezone.now() - KEPT
    return Counter.objects.filter(key=counter_key("home", account.lower(), visitor(request)), window__gte=since).exists()


def judged(request, door, account, is_right):
    """What `is_right()` says, asked only if this visitor may try now; a try that was right costs nothing.

    door: what is guessed; account: the e-mail address as typed. ValidationError that says when to try again and what else works.
    """
    account, home = account.lower(), is_home(request, account)
    try:
        spent = take(_tries(request, door, account, home))
    except Refused as refused:
        answer = _judged_at_home(door, account, visitor(request), is_right) if home else None
        if answer:
            return answer
        trail.locked(door, account)
        raise too_often(refused, MORE[door]) from None
    answer = is_right()
    if answer:
        give_back(spent)
    else:
        trail.refused(door, account)
    return answer


def _tries(request, door, account, home):
    """The rules of one try: of this visitor at this account; where it is no home also of all, and of this visitor at all."""
    here = visitor(request)
    found = rules(door, (account, here), GUESSES if home else GUESSES_OF_A_STRANGER.get(door, GUESSES))
    if not home and door == SECOND_FACTOR:
        found += rules("all", (door, account), GUESSES_AT_SECOND_FACTOR)
    if not home and not in_staff_network(request):
        found += rules("visitor", (here,), GUESSES_OF_A_VISITOR)
    return found


def _judged_at_home(door, account, here, is_right):
    """The answer for the owner whose address somebody else used up: what is wrong is answered like any other try too many."""
    try:
        spent = take(rules("at home", (door, account, here), GUESSES_AT_HOME))
    except Refused:
        return None
    answer = is_right()
    if answer:
        give_back(spent)
    return answer


def judged_code(request, account, code_id, is_right):
    """The same for a mailed code, which `code_id` tells from others. No home helps beyond its tries and the account's ceiling."""
    try:
        spent = take(rules("code", (code_id,), GUESSES_AT_A_CODE))
    except Refused:
        trail.locked(MAILED_CODE, account)
        raise ValidationError(NEW_CODE, code="too_many_login_attempts") from None
    try:
        spent += take(rules("codes", (account.lower(),), GUESSES_AT_MAILED_CODES))
    except Refused as refused:
        trail.locked(MAILED_CODE, account)
        raise too_often(refused, NO_MORE_CODES) from None
    try:
        answer = judged(request, MAILED_CODE, account, is_right)
    except ValidationError:
        give_back(spent)
        raise
    if answer:
        give_back(spent)
    return answer


def pay_mail(request, account):
    """Count a mail that this visitor asks for, before it is written. ValidationError as in `judged`."""
    account = account.lower()
    home, here = is_home(request, account), visitor(request)
    try:
        room(rules("codes", (account,), GUESSES_AT_MAILED_CODES))
    except Refused as refused:
        raise too_often(refused, NO_MORE_CODES) from None
    several = rules("mail", (account, here), MAILS if home else MAILS_OF_A_STRANGER)
    if not home:
        several += rules("mails", (account,), MAILS_OF_STRANGERS)
        if not in_staff_network(request):
            several += rules("mails of", (here,), MAILS_OF_A_VISITOR)
    try:
        take(several)
    except Refused as refused:
        raise too_often(refused, MORE[MAIL]) from None
    paid(request).add(account)


def paid(request):
    """The addresses for which this request has counted a mail that was not written yet."""
    if not hasattr(request, "kyodo_paid_mails"):
        request.kyodo_paid_mails = set()
    return request.kyodo_paid_mails


# ---- what people are told ------------------------------------------------------------------------
MAIL = "mail"
NEW_CODE = (
    "何度も続いたので、この番号は使えなくなりました。もう一度、番号を送ってもらってください。"
    "パスワードを決めてあれば、パスワードでもサインインできます。"
)
NO_MORE_CODES = own_words(
    "まちがった番号が何度も入れられたので、このアドレスの番号は止めています。"
    "パスキーを加えてあれば、サインインの画面の「パスキーで入る」で入れます。"
    "パスワードを決めてあれば、いまもパスワードでサインインできます。お急ぎのときは、市の担当に電話してください。"
)
MORE = {
    PASSWORD: "メールで届く番号でもサインインできます。",
    MAILED_CODE: "パスワードを決めてあれば、パスワードでもサインインできます。",
    SECOND_FACTOR: "登録した鍵があれば、鍵でも確かめられます。",
    MAIL: (
        own_words(
            "先に届いた番号は、15分使えます。パスワードを決めてあればパスワードで、パスキーを加えてあれば「パスキーで入る」で、サインインできます。"
            "前にサインインしたことのある場所（自宅や職場）からは、いまも番号を受け取れることがあります。"
            "お急ぎのときは、市の担当に電話してください。"
        )
    ),
}


def too_often(refused, more):
    """The refusal as a ValidationError: until when, and what else works."""
    text = f"何度も続いたので、しばらく止めています。{in_words(refused.wait)}ほど待って、もう一度ためしてください。{more}"
    return ValidationError(text, code="too_many_login_attempts")


def in_words(wait):
    """A timedelta rounded up: 2分, 3時間."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"{minutes}分" if minutes <= 90 else f"{-(-minutes // 60)}時間"
