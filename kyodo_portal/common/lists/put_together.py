"""Queries that are the same for everybody: Django takes longer to put one together than a database to answer it."""

from functools import lru_cache, wraps

from django.utils import timezone


def once_a_day(build):
    """Decorates `build(day)`, which returns a queryset that differs with the day and with nothing else: `build()` gives the one of
    today, put together once. Nothing of its answer is kept. Not for what asks what moment it is.
    """
    kept = lru_cache(maxsize=1)(build)

    @wraps(build)
    def of_today():
        return kept(timezone.localdate()).all()

    return of_today
