"""The cache in the database, which says when it could not write."""

from django.core.cache.backends import db
from django.db import DatabaseError, connections, router, transaction

from .away import is_away


class DatabaseCache(db.DatabaseCache):
    """Django's own takes every refusal of the database for a race and goes on: a limit that could not be counted then looked
    like one that was reached, and a full disk like too many tries. Raises what `away.is_away` calls away.
    """

    def _base_set(self, mode, key, value, timeout=db.DEFAULT_TIMEOUT):
        using, refused = router.db_for_write(self.cache_model_class), []

        def listen(execute, *rest):
            try:
                return execute(*rest)
            except DatabaseError as error:
                refused.append(error)
                raise

        # A transaction of ours around it: what COMMIT refuses is raised here and not swallowed there.
        with transaction.atomic(using=using), connections[using].execute_wrapper(listen):
            done = super()._base_set(mode, key, value, timeout)
            if not done and refused and is_away(refused[-1]):
                raise refused[-1]
            return done
