"""A Debian that nobody has touched, booted with systemd in a container: debootstrap, systemd-nspawn, and no network but its own loopback."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from run import say
from tests.house import ROOT

RELEASE, NAME = "bookworm", "portal"
TOOLS = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux"}
# What the installer of Debian leaves on every machine, beyond what debootstrap thinks of.
EVERYWHERE = "ca-certificates,dbus,locales,openssl"


def missing_tools():
    return [package for program, package in TOOLS.items() if not shutil.which(program)]


def sources():
    """(address, suite) of Debian's packages as this machine fetches them: no address stands in a file of ours."""
    command = [
        "apt-get",
        "indextargets",
        "--format",
        "$(ORIGIN)|$(REPO_URI)|$(SUITE)|$(COMPONENT)|$(CODENAME)",
        "Identifier: Packages",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = {tuple(line.split("|")) for line in said.splitlines()}
    return sorted({(address, codename) for origin, address, _, part, codename in rows if origin == "Debian" and part == "main"})


class Machine:
    """One container. `source` is seen in it as /mnt/source; what it downloads is fetched beforehand, from outside."""

    def __init__(self, source):
        self.source, self.process = Path(source), None
        self.folder = Path(tempfile.mkdtemp(prefix="kyodo-debian-", dir="/var/tmp"))
        self.root = self.folder / "root"

    def __enter__(self):
        try:
            self.lay()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *error):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def lay(self):
        """The packages of a bare machine. KYODO_DEBIAN_BASE names a folder where an earlier run's is kept for the next one."""
        kept, found = os.environ.get("KYODO_DEBIAN_BASE"), sources()
        base = Path(kept) if kept else self.root
        if not (base / "etc" / "debian_version").exists():
            say("何も入っていない Debian を作っています。")
            address = next(address for address, suite in found if suite == RELEASE)
            with open(self.folder / "debootstrap.log", "wb") as log:
                command = ["debootstrap", f"--include={EVERYWHERE}", RELEASE, str(base), address]
                subprocess.run(command, check=True, stdout=log, stderr=log)
            shutil.copy("/etc/ssl/certs/ca-certificates.crt", base / "etc/ssl/certs/ca-certificates.crt")
            lines = [f"deb {address} {suite} main\n" for address, suite in found]
            (base / "etc/apt/sources.list").write_text("".join(lines))
            (base / "etc/hostname").write_text(f"{NAME}\n")
            (base / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {NAME}\n")
            (base / "etc/gitconfig").write_text(
                "[safe]\n\tdirectory = *\n"
            )  # the source lies in a folder of ours, not on a server
            (base / "etc/apt/apt.conf.d/90yes").write_text('APT::Get::Assume-Yes "true";\n')
        if base != self.root:
            subprocess.run(["cp", "-a", str(base), str(self.root)], check=True)

    def fetch(self, packages):
        """Let the packages that will be asked for lie where apt looks before it asks the network."""
        resolv = self.root / "etc/resolv.conf"
        resolv.unlink(missing_ok=True)
        shutil.copy("/etc/resolv.conf", resolv)
        for words in (["update", "-qq"], ["install", "--download-only", "-qq", *packages]):
            env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["chroot", str(self.root), "apt-get", *words], check=True, env=env, stdout=subprocess.DEVNULL)

    def boot(self):
        self.log = open(self.folder / "boot.log", "wb")
        command = ["systemd-nspawn", "--boot", "--quiet", f"--directory={self.root}", "--private-network", "--register=no"]
        command += [
            "--keep-unit",
            f"--hostname={NAME}",
            "--resolv-conf=off",
            f"--bind-ro={self.source}:/mnt/source",
            "--console=pipe",
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        wait(lambda: self.leader() and self.said("systemctl is-system-running").strip() in ("running", "degraded"), 60)

    def leader(self):
        """The number of the container's first process as it is seen from here; "" where there is none (yet)."""
        ours = os.readlink("/proc/self/ns/pid")
        for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            if os.readlink(f"/proc/{child}/ns/pid") != ours:
                return child
        return ""

    def start(self, script, **more):
        """A shell in the container, as root typed `script` there: a CompletedProcess."""
        leader = self.leader()
        if not leader:
            raise RuntimeError((self.folder / "boot.log").read_text(errors="replace")[-2000:])
        command = [
            "nsenter",
            f"--target={leader}",
            "--mount",
            "--uts",
            "--ipc",
            "--net",
            "--pid",
            "--root",
            "--wd",
            "bash",
            "-c",
            script,
        ]
        env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
        return subprocess.run(command, capture_output=True, text=True, env={**env, "DEBIAN_FRONTEND": "noninteractive", **more})

    def said(self, script):
        done = self.start(script)
        return done.stdout + done.stderr

    def type(self, lines, *, may_end_with=0, **more):
        """Type the lines one after the other in one shell; ends the run where one of them fails. Returns what they said.

        may_end_with: the highest exit code of the last line that is none of a fault.
        """
        script = "cd /srv/kyodo/app 2>/dev/null; export KYODO_DATA_DIR=/var/lib/kyodo; set -e -o pipefail\n"
        done = self.start(script + "\n".join(lines), **more)
        if done.returncode > may_end_with:
            raise Failed("\n".join(lines), done)
        return done.stdout + done.stderr

    def write(self, path, text, mode=0o644):
        place = self.root / path.lstrip("/")
        place.write_text(text, encoding="utf-8")
        place.chmod(mode)


class Failed(Exception):
    """What was typed as the manual says did not do what it says."""

    def __init__(self, lines, done):
        super().__init__(f"終了コード {done.returncode}\n{lines}\n---\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def wait(holds, seconds):
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"{seconds}秒たっても、そうなりません")
        time.sleep(1)


def wheels(python, requirements, folder):
    """The libraries of a lock file as they are fetched here, for a pip that has no network."""
    command = [
        python,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "-r",
        str(requirements),
        "-d",
        str(folder),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Failed(" ".join(command), done)
