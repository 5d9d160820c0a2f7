"""How often something may be done. Limits are rows (`Counter`): they survive a restart, and thirty requests at once.

Keys are keyed hashes: no table says who did what from where. `spend` is all that most doors need; guesses.py, where people
sign in, counts over several stretches of time at once (`take`).
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kyodo_portal.common.text.secret import keyed_hash

from .models import Counter

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=90)  # how long a counter stays


class Refused(Exception):
    """There is no room left. `wait`: a timedelta, after which there is some again."""

    def __init__(self, wait):
        super().__init__(f"{wait}")
        self.wait = wait


@dataclass(frozen=True)
class Rule:
    """At most `limit` of `key` in any stretch of `window` (a timedelta)."""

    key: str
    limit: int
    window: timedelta


def counter_key(name, *parts):
    """The key under which something is counted: its name (at most 15 characters) and a keyed hash of whose it is."""
    return f"{name}:{keyed_hash('|'.join(map(str, parts)), 'accounts.Counter')}"


def rules(name, parts, limits):
    """The Rules for one thing that is counted over several stretches: `limits` are pairs (how many, timedelta)."""
    return [Rule(counter_key(name, *parts, window), limit, window) for limit, window in limits]


def window_start(window, now):
    """When the stretch of time began that holds this moment; days are the city's."""
    origin = timezone.make_aware(datetime(2000, 1, 1))
    return origin + (now - origin) // window * window


def spend(key, limit, window):
    """Take one of `limit` in the present stretch of `window` (a timedelta): True; False when none is left.

    In the caller's transaction: what that takes back was not spent. One query, three where it is the first of its stretch.
    """
    start = window_start(window, timezone.now())
    if _take_one(key, limit, start):
        return True
    begin([(key, start)])
    return _take_one(key, limit, start)


def spend_of_line(name, line, limit, window):
    """`spend` of one line (guesses.line). The city's own, which is "", is many people and is never used up."""
    return not line or spend(counter_key(name, line), limit, window)


def _take_one(key, limit, start):
    """The comparison and the counting in one statement: the database decides between two who come together."""
    return bool(Counter.objects.filter(key=key, window=start, n__lt=limit).update(n=F("n") + 1))


def begin(slots):
    """Rows for stretches that have none yet; harmless where another process makes them at the same moment."""
    Counter.objects.bulk_create([Counter(key=key, window=start) for key, start in slots], ignore_conflicts=True)


def take(several):
    """Spend one of each Rule: the slots [(key, start)], for `give_back`. Refused, and nothing spent, where one has no room.

    Stretches slide: what was spent in the stretch before counts in proportion, so that nobody gets twice the limit at its edge.
    In a transaction of its own: two queries, and one for each rule.
    """
    now = timezone.now()
    slots = [(rule.key, window_start(rule.window, now)) for rule in several]
    counted = _counted(several)
    with transaction.atomic():
        begin([slot for slot in slots if slot not in counted])
        for rule, slot in zip(several, slots, strict=True):
            if not _take_one(rule.key, rule.limit - _carried(rule, counted, now), slot[1]):
                raise Refused(max(_waits(several, now)))
    return slots


def room(several):
    """Refused where one of the Rules has no room now; spends nothing. One query."""
    waits = _waits(several, timezone.now())
    if waits:
        raise Refused(max(waits))


def _counted(several):
    """{(key, start): n} of what the rules have counted lately."""
    rows = Counter.objects.filter(key__in=[rule.key for rule in several]).values_list("key", "window", "n")
    return {(key, start): n for key, start, n in rows}


def _carried(rule, counted, now):
    """What of the stretch before still counts: all of it at first, nothing at the end of this one."""
    start = window_start(rule.window, now)
    return math.ceil(counted.get((rule.key, start - rule.window), 0) * (1 - (now - start) / rule.window))


def _waits(several, now):
    """How long it takes until each of the rules that have no room has room for one again; [] where all have."""
    counted, found = _counted(several), []
    for rule in several:
        start = window_start(rule.window, now)
        n, before = counted.get((rule.key, start), 0), counted.get((rule.key, start - rule.window), 0)
        if n >= rule.limit:  # once enough of this stretch is no longer carried into the next
            found.append(start + rule.window * (2 - (rule.limit - 1) / n) - now)
        elif n + _carried(rule, counted, now) >= rule.limit:
            found.append(start + rule.window * (1 - (rule.limit - 1 - n) / before) - now)
    return found


def give_back(slots):
    """What was spent for a try that was right."""
    for key, start in slots:
        Counter.objects.filter(key=key, window=start, n__gt=0).update(n=F("n") - 1)


def forget_old():
    """Counters go after ninety days at most. A job of the clock."""
    Counter.objects.filter(window__lt=timezone.now() - KEPT).delete()
