"""`make run`: from a bare machine to a running portal, in the foreground. Needs only Python 3.11 and its venv module.

Everything that changes lies in KYODO_DATA_DIR (default: var/). A second run keeps the data and starts in seconds.
"""

import ctypes
import hashlib
import http.client
import os
import runpy
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
# Which sample city this run shows, where the environment says so; the others lie beside the first one.
SAMPLE = os.environ.get("KYODO_SAMPLE", "").strip().lower()
BESIDE = {"mura": HERE / "var" / "mura"}
DATA = Path(os.environ.get("KYODO_DATA_DIR") or BESIDE.get(SAMPLE, HERE / "var")).resolve()

# What `make run` writes on the first run. A city's own server has its own (docs/operations.md).
FIRST_SETTINGS = """\
# 見本サイトの設定です（make run が作りました）。本番では docs/operations.md のとおりに書きかえてください。
SECRET_KEY={secret}
KYODO_SAMPLE={sample}
KYODO_HTTPS=0
# 見本のあて先は実在しないので、メールは外に出しません。/sample/mail/ で読めます。
EMAIL_URL=dummymail://
"""


def say(text):
    print(text, flush=True)


def stop(text):
    """End with a message that says what to do."""
    sys.stderr.write(f"\n{text}\n")
    sys.exit(1)


def fingerprint_of_lock(name):
    """Changes whenever the lock file or this Python changes."""
    return hashlib.sha256((HERE / "requirements" / f"{name}.txt").read_bytes() + sys.version.encode()).hexdigest()


ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def when_asked(handle):
    """Call `handle` from now on when somebody asks this process to end; {number: what answered before}."""
    # nohup asks to go on without a terminal.
    numbers = [number for number in ENDS if not (number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN)]
    return {number: signal.signal(number, handle) for number in numbers}


def call(command):
    """Run a command to its end; its exit code. Who asks to end, ends it with all that it started, and raises KeyboardInterrupt here.

    The signal is noted and nothing raised at that moment: within Popen nobody would yet know the child that is already at work.
    """
    asked = []
    before = when_asked(lambda number, frame: asked.append(number))
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=dies_with_us, start_new_session=True)
        while child.poll() is None and not asked:
            time.sleep(0.05)
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        if asked:
            raise KeyboardInterrupt
        return child.returncode
    finally:
        for number, handle in before.items():
            signal.signal(number, handle)


def environment(name, folder=VENV):
    """Make .venv (or another folder) hold what requirements/<name>.txt pins, and return its Python. Does nothing when it already does.

    KYODO_PYTHON stands for .venv only.
    """
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this file by hand may have an older one
        stop(f"Python 3.11 以上が必要です（今は {sys.version.split()[0]} です）。")
    if os.environ.get("KYODO_PYTHON") and folder == VENV:  # an image or a developer brings an environment of their own
        return Path(os.environ["KYODO_PYTHON"])
    lock = HERE / "requirements" / f"{name}.txt"
    mark = folder / f"installed-{name}"
    wanted, python = fingerprint_of_lock(name), folder / "bin" / "python"
    if python.exists() and mark.exists() and mark.read_text() == wanted:
        return python
    python_package = f"python3.{sys.version_info.minor}-venv"
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            f"Python の venv がありません。Debian・Ubuntu では apt-get install python3-venv（または {python_package}）で入ります。"
        )
    if not os.access(folder if folder.exists() else HERE, os.W_OK):
        stop(
            f"{HERE} に書けないので、{folder.name} を作れません。自分が書けるフォルダーに置くか、フォルダーの持ち主の名前で始めてください。"
        )
    say(f"必要なものを {folder.name} に入れています（{lock.name}）。はじめての時は1分ほどかかります。")
    if call([sys.executable, "-m", "venv", "--clear", str(folder)]):
        stop(f"{folder.name} を作れませんでした。Debian・Ubuntu では apt-get install {python_package} を試してください。")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    if call([*pip, "-r", str(lock)]):
        stop("必要なものを入れられませんでした。上の表示と、ネットワークの設定（pip の設定）を確かめてください。")
    for old in folder.glob("installed-*"):
        old.unlink()
    mark.write_text(wanted)
    if name == "test":  # it contains the base: `make run` after `make test` installs nothing
        (folder / "installed-base").write_text(fingerprint_of_lock("base"))
    return python


def free_port():
    """The port to listen on; ends with a message when another program has it."""
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65536:
        stop(f"PORT は 1 から 65535 までの数で書いてください（今は「{word}」です）。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(word)))
        except PermissionError:
            stop(f"ポート {word} を開く権限がありません。1024 以上の番号を、PORT=8080 make run のように選んでください。")
        except OSError:
            stop(f"ポート {word} は、ほかのプログラムが使っています。PORT=8001 make run のように、別の番号で始めてください。")
    return int(word)


def first_settings():
    """Write the sample's settings once; later runs and cities keep what stands there."""
    path = DATA / "env"
    try:
        DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(
                FIRST_SETTINGS.format(secret=secrets.token_urlsafe(50), sample=SAMPLE if SAMPLE in BESIDE else 1),
                encoding="utf-8",
            )
    except OSError as error:
        stop(f"{DATA} に書けません（{error.strerror}）。KYODO_DATA_DIR=… make run のように、書けるフォルダーを選んでください。")
    return path


def sample_city(path):
    """The logins of the sample city that this run shows, or None: the environment says so first, then the settings file."""
    word = os.environ.get("KYODO_SAMPLE")
    if word is None:
        lines = dict(
            line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] != "#"
        )
        word = lines.get("KYODO_SAMPLE", "0")
    known = runpy.run_path(str(HERE / "kyodo_portal" / "accounts" / "sample.py"))
    try:
        name = known["sample_named"](word)
    except ValueError as error:
        stop(f"KYODO_SAMPLE は、1 か {'、'.join(BESIDE)} にしてください。（{error}）")
    return known["SAMPLES"][name].logins if name else None


def dies_with_us():
    """Linux: a child gets SIGTERM even when this process is killed and cannot say good-bye."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (OSError, AttributeError):
        return


class Keeper:
    """Keeps the server and the worker running until somebody asks to stop."""

    def __init__(self, commands, env):
        self.commands, self.env = commands, env
        self.running, self.deaths, self.asked = {}, [], False
        self.patience = 35  # seconds in which a request or a mail under way may come to its end
        when_asked(self.ask)

    def ask(self, number, frame):
        self.asked = True
        if number == signal.SIGINT:  # somebody sits there and waits
            self.patience = 1.5

    def child(self, command):
        """A process in a session of its own: Ctrl-C reaches it through us, once, and not from the terminal beside us."""
        return subprocess.Popen(
            command, cwd=HERE, env=self.env, stdin=subprocess.DEVNULL, preexec_fn=dies_with_us, start_new_session=True
        )

    def start(self, name):
        self.running[name] = self.child(self.commands[name])

    def finish(self, command):
        """Run a command to its end; its exit code. Whoever asks to stop ends it."""
        self.running["準備"] = process = self.child(command)
        while process.poll() is None and not self.asked:
            time.sleep(0.05)
        self.end()
        return self.running.pop("準備").returncode

    def check(self):
        """Start again what ended by itself; more than five times in a minute is a fault that a restart does not heal."""
        for name, child in list(self.running.items()):
            if child.poll() is None or self.asked:
                continue
            self.deaths = [at for at in self.deaths if at > time.monotonic() - 60] + [time.monotonic()]
            if len(self.deaths) > 5:
                self.end()
                stop(f"{name}が何度も止まります（終了コード {child.returncode}）。上の表示を確かめてください。")
            say(f"{name}が止まりました（終了コード {child.returncode}）。もう一度始めます。")
            time.sleep(1)
            if not self.asked:
                self.start(name)

    def end(self):
        """Ask every child to finish what it is doing; when patience is at its end, end it with all that it started."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        began = time.monotonic()
        for child in self.running.values():
            while child.poll() is None and time.monotonic() < began + self.patience:
                time.sleep(0.02)
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def answers(port):
    """True when the server answers its health page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greet(port, logins):
    say(f"\n協働ポータルが動いています:  http://127.0.0.1:{port}/")
    if logins:
        known = runpy.run_path(str(HERE / "kyodo_portal" / "accounts" / "sample.py"))
        say(f"\n見本のサインイン（パスワードはどれも {known['PASSWORD']} です）")
        for email, label in logins:
            say(f"  {email:<22} {label}")
        say(f"\n送られたメールは http://127.0.0.1:{port}/sample/mail/ で読めます。")
    say("終わるときは Ctrl-C を押してください。\n")


def main():
    os.chdir(HERE)
    port = free_port()
    try:
        python = str(environment("base"))
    except KeyboardInterrupt:
        stop("途中でやめました。次に始めるときに、はじめから入れ直します。")
    logins = sample_city(first_settings())
    env = {**os.environ, "KYODO_DATA_DIR": str(DATA), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    env.setdefault("KYODO_ORIGIN", f"http://127.0.0.1:{port}")
    env.setdefault("LOG_LEVEL", "WARNING")
    keeper = Keeper(
        {
            "サーバー": [python, "-m", "gunicorn", "-c", "gunicorn.conf.py", "kyodo_portal.wsgi"],
            "送信と定期の処理": [python, "manage.py", "worker"],
        },
        env,
    )
    if keeper.finish([python, "manage.py", "prepare"]):
        stop("" if keeper.asked else "準備が終わりませんでした。上の表示を確かめてください。")
    if keeper.asked:
        return
    for name in keeper.commands:
        keeper.start(name)
    greeted, limit = False, time.monotonic() + 60
    while not keeper.asked:
        keeper.check()
        if not greeted and answers(port):
            greeted = True
            greet(port, logins)
        if not greeted and time.monotonic() > limit:
            keeper.end()
            stop("サーバーが60秒たっても答えません。上の表示を確かめてください。")
        time.sleep(0.2 if greeted else 0.1)
    say("終わります。")
    keeper.end()


if __name__ == "__main__":
    main()
