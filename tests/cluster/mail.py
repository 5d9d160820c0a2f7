"""A mail server that takes everything and remembers what it was handed: {Message-ID: how often}."""

import re
import socketserver
import threading
from collections import Counter

HEADER = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def take(self):
        mail = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            mail += line
        with self.server.lock:
            self.server.taken[HEADER.search(mail)[1].decode()] += 1


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Session)
        self.taken, self.lock = Counter(), threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()
