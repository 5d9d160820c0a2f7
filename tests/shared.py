"""What a whole file of tests starts from is made once, in a transaction around all of them."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def laid_once(blocker, make):
    """Yields what `make()` returns. `blocker` is pytest-django's `django_db_blocker`.

    For fixtures wider than a test: what a test changes is rolled back at its end, what stands here at the end of the file.
    Objects of Python are not rolled back: a test that changes them takes a copy (`copy.deepcopy`). Several stand inside
    each other, the later one within the earlier.
    """
    around = transaction.atomic()
    with blocker.unblock():
        around.__enter__()
        try:
            made = make()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
