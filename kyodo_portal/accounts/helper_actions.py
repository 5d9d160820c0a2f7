"""いっしょに見る番号: whoever writes a draft shows six digits; who types them in, signed in as themselves, fills it in until midnight.

The helper sends nothing and finds nothing else. The digits stand on the owner's screen once; here lies a keyed hash of them.
"""

import datetime
import secrets

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kyodo_portal.common.text.secret import keyed_hash
from kyodo_portal.common.upwards import record

from .limits import DAY, HOUR, counter_key, spend
from .models import HelperCode, User

# Wrong tries at one code, of one account at it, of one account in an hour; codes that one person shows in a day. No two strangers use up
# somebody's code.
TRIES, TRIES_AT_ONE, TRIES_AN_HOUR, A_DAY = 15, 7, 5, 20
WRONG = "番号がちがうか、使えなくなっています。番号を出した人の画面で、下書きの番号と6けたの番号を確かめてください。"
TOO_OFTEN = "まちがいが続いたので、1時間ほど待ってから、もう一度入れてください。"
TOO_MANY = "今日出せる番号の数を超えました。明日、もう一度出してください。"


def _hash(about, code):
    return keyed_hash(f"{about}|{code}", "accounts.HelperCode")


def _midnight():
    """The end of this day, in the city's time zone."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time()))


@transaction.atomic
def give_code(*, about, by):
    """Six digits for one draft, as text; the ones before, and who helped by them, are over. ValidationError beyond A_DAY.

    about: the draft, as `registration:12`. Whoever calls has asked whether this person may.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses go one after the other: the later digits hold
    if not spend(counter_key("helper-give", by.pk), A_DAY, DAY):
        raise ValidationError(TOO_MANY)
    code = f"{secrets.randbelow(10**6):06}"
    while (row := _given(about, by, _hash(about, code))) is None:
        pass  # somebody else who writes the draft showed theirs at this moment: they are over too
    record("help", by=by, target=row, note="番号を出した")
    return code


def _given(about, by, code_hash):
    """The row of the new digits; None where another one came between the end of the old ones and ours."""
    end_code(about=about, by=by)
    try:
        with transaction.atomic():
            return HelperCode.objects.create(about=about, by=by, code_hash=code_hash, expires_at=_midnight())
    except IntegrityError:
        return None


def use_code(*, about, code, by):
    """Become the helper of a draft until midnight. ValidationError for what is wrong, used, over, one's own, or tried too often.

    The same answer for a draft that does not exist. A wrong try stays counted. The second press of whoever helps by these digits finds
    it so, and is no try.
    """
    mine = HelperCode.objects.live().filter(about=about, helper=by).first()
    if mine is not None and constant_time_compare(mine.code_hash, _hash(about, code)):
        return
    limits = ((counter_key("helper", by.pk), TRIES_AN_HOUR, HOUR), (counter_key("helper at", by.pk, about), TRIES_AT_ONE, DAY))
    if not all(spend(*limit) for limit in limits):
        raise ValidationError(TOO_OFTEN)
    waiting = HelperCode.objects.live().filter(about=about, helper=None, tries__lt=TRIES).exclude(by=by)
    row = waiting.first()
    if row is None or not waiting.filter(pk=row.pk).update(tries=F("tries") + 1):
        raise ValidationError(WRONG)
    if not constant_time_compare(row.code_hash, _hash(about, code)):
        raise ValidationError(WRONG)
    with transaction.atomic():
        if not HelperCode.objects.live().filter(pk=row.pk, helper=None).update(helper=by):
            raise ValidationError(WRONG)
        record("help", by=by, target=row, note="手伝いはじめた")
    by.forget_rights()


@transaction.atomic
def end_code(*, about, by):
    """The digits of a draft open nothing any more, and who helps by them does not any more. Whether there were any."""
    row = HelperCode.objects.select_for_update().filter(about=about, ended_at=None).first()
    if row is None:
        return False
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record("help", by=by, target=row, note="終えた")
    return True


def code_of(about):
    """The HelperCode of a draft that is live now, with its helper; None where there is none."""
    return HelperCode.objects.live().select_related("helper").filter(about=about).first()


def helped_by(user, kind):
    """The keys of the drafts of one kind (`registration`) that somebody fills in for their owners today, asked once per request."""
    if not user.is_authenticated:
        return set()
    day = ("helped", timezone.localdate())
    if day not in user.rights:
        user.rights[day] = list(HelperCode.objects.live().filter(helper=user.pk).values_list("about", flat=True))
    return {int(about.partition(":")[2]) for about in user.rights[day] if about.partition(":")[0] == kind}
