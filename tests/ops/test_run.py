"""`make run`: it ends when somebody wants it to end, and says what is in the way."""

import contextlib
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A child that finishes its work whatever it is told, and one that a terminal's Ctrl-C would hurt.
KEEP = """
import os, signal, sys, time
sys.path.insert(0, {root!r})
from run import Keeper, say
stubborn = "import signal, time; signal.signal(signal.SIGTERM, lambda *a: None); print('stubborn', flush=True); time.sleep(60)"
gentle = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *a: sys.exit(print('ended well', flush=True)))\\n"
    "signal.signal(signal.SIGINT, lambda *a: print('hurt', flush=True)); print('gentle', flush=True)\\n"
    "while True: time.sleep(0.1)"
)
keeper = Keeper({{"a": [sys.executable, "-c", stubborn], "b": [sys.executable, "-c", gentle]}}, dict(os.environ))
for name in keeper.commands:
    keeper.start(name)
while not keeper.asked:
    keeper.check()
    time.sleep(0.05)
keeper.end()
say("over")
"""


def read(terminal, until):
    """What the terminal shows, up to these words or for 20 seconds."""
    shown, limit = "", time.monotonic() + 20
    while not all(word in shown for word in until) and time.monotonic() < limit:
        with contextlib.suppress(OSError):  # Linux says EIO when nobody is at the other end any more
            shown += os.read(terminal, 4096).decode(errors="replace")
    return shown


def interrupted(code, ready, until, env=None):
    """What a terminal shows of this Python once Ctrl-C is pressed where all of `ready` stood, up to `until`; and the seconds that it took."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-c", code], os.environ if env is None else env)
    try:
        read(terminal, ready)
        began = time.monotonic()
        os.write(terminal, b"\x03")
        return read(terminal, [until]), time.monotonic() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def test_ctrl_c_ends_everything_in_two_seconds_and_hurts_nobody():
    shown, took = interrupted(KEEP.format(root=str(ROOT)), ["stubborn", "gentle"], "over")
    assert "over" in shown and "ended well" in shown and "hurt" not in shown and "Traceback" not in shown
    assert took < 2.5


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_cannot_be_written_is_named():
    folder = Path(tempfile.mkdtemp(prefix="kyodo-read-only-"))
    try:
        shutil.copy(ROOT / "run.py", folder)
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        folder.chmod(0o555)
        done = subprocess.run(
            ["/usr/bin/env", "python3", "run.py"], cwd=folder, user="nobody", env={"PATH": os.environ["PATH"], "PORT": "48231"},
            capture_output=True, text=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder)
    assert done.returncode == 1
    assert f"{folder} に書けないので" in done.stderr and "apt-get" not in done.stderr


# The child is at work before Popen knows of it: there Ctrl-C finds us on a busy machine.
INSTALL = """
import os, sys, time
sys.path.insert(0, {root!r})
import run
def at_work():
    with open({pid!r}, "w") as file:
        file.write(str(os.getpid()))
    os.write(1, b"installing")
    time.sleep({unknown})
run.dies_with_us = at_work
run.environment = lambda name: run.call([sys.executable, "-c", "import time; time.sleep(60)"])
run.main()
"""


@pytest.mark.parametrize("unknown", [0, 1], ids=["known", "not yet known"])
def test_ctrl_c_while_libraries_are_installed_is_one_sentence_and_leaves_nobody_at_work(tmp_path, unknown):
    env = {"PATH": os.environ["PATH"], "KYODO_DATA_DIR": str(tmp_path), "PORT": "48232"}
    code = INSTALL.format(root=str(ROOT), pid=str(tmp_path / "pid"), unknown=unknown)
    shown, _ = interrupted(code, ["installing"], "途中でやめました。", env)
    assert "途中でやめました。" in shown and "Traceback" not in shown
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_ctrl_c_in_the_middle_of_a_command_is_one_sentence(tmp_path):
    env = {"PATH": os.environ["PATH"], "KYODO_DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 60, "KYODO_SAMPLE": "1"}
    busy = "import os, time; os.write(1, b'at work'); time.sleep(60)"
    words = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", busy]
    shown, _ = interrupted(f"import os; os.execv({sys.executable!r}, {words!r})", ["at work"], "実行できます。", env)
    assert "途中でやめました。同じ命令を、もう一度実行できます。" in shown and "Traceback" not in shown
