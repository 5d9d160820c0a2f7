"""Asks a clamd about a file, when the city runs one (KYODO_CLAMD = "host:port" or a socket's path)."""

import logging
import socket

from django.conf import settings

log = logging.getLogger(__name__)


def scan(content):
    """True when nothing was found, or no scanner is set up. Fails closed: no answer counts as found."""
    address = getattr(settings, "KYODO_CLAMD", "")
    if not address:
        return True
    try:
        return _ask(address, content)
    except (OSError, ValueError) as error:
        # Every upload is refused from now on: whoever keeps the portal must find out why.
        log.error("clamd at %s does not answer: %s", address, error)
        return False


def scanner_answers():
    """True when the clamd of KYODO_CLAMD says PONG within 5 seconds."""
    try:
        with _line(settings.KYODO_CLAMD, 5) as line:
            line.sendall(b"zPING\0")
            return line.recv(64).startswith(b"PONG")
    except (OSError, ValueError):
        return False


def _ask(address, content):
    with _line(address, 20) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), 65536):
            piece = content[start : start + 65536]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(b"\0\0\0\0")
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").endswith(b": OK")


def _line(address, seconds):
    """A socket that is connected to "host:port" or to a socket's path. Raises OSError, ValueError for a wrong address."""
    if address.startswith("/"):
        line, target = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), address
    else:
        host, _, port = address.rpartition(":")
        line, target = socket.socket(socket.AF_INET, socket.SOCK_STREAM), (host, int(port))
    line.settimeout(seconds)
    try:
        line.connect(target)
    except OSError:
        line.close()
        raise
    return line
