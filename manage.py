#!/usr/bin/env python3
"""Django's command line for kyodo_portal."""

import os
import signal
import sys
import traceback

# What a database or a file store that is not there, is full or is of another shape says to whoever typed the command.
AWAY = (
    "データベースかファイルの置き場所を使えません。DATABASE_URL と KYODO_DATA_DIR（KYODO_FILES_URL）、動いているか、空きがあるかを確かめてください。"
    "新しいところでは、先に manage.py prepare をします。（{error}）"
)


def main():
    """A command, and one sentence instead of a stack where not the program is at fault; --traceback shows the stack all the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyodo_portal.settings")
    # The time limits of a page do not rule a migration, a backup or the worker (kyodo_portal/environment.py).
    # `status` is asked by a monitor, which waits no longer than a visitor.
    os.environ["KYODO_PROCESS"] = "web" if sys.argv[1:2] in (["runserver"], ["status"]) else "command"
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.SECRET_KEY  # noqa: B018  whatever is asked first reads all of them
    except (ValueError, ImproperlyConfigured, OSError) as error:
        stop(f"設定を読めません。docs/operations.md の 2 を見てください。（{error}）", error)
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from kyodo_portal.common.web.away import is_away

        if not is_away(error):
            raise
        stop(AWAY.format(error=" ".join(f"{type(error).__name__}: {error}".split())), error)


def stop(sentence, error):
    if "--traceback" in sys.argv:
        raise error
    print(sentence, file=sys.stderr)
    sys.exit(FAILED)


if __name__ == "__main__":
    # 1 says of `status` that something is worth a look: a monitor must not take a program that did not even start for that.
    FAILED = 2 if sys.argv[1:2] == ["status"] else 1
    try:
        main()
    except KeyboardInterrupt:  # Ctrl-C, at any moment: no fault of the program
        print("\n途中でやめました。同じ命令を、もう一度実行できます。", file=sys.stderr)
        sys.exit(128 + signal.SIGINT)
    except Exception:
        traceback.print_exc()
        sys.exit(FAILED)
