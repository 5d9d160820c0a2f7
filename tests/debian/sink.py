"""Run inside the machine: a mail server on 127.0.0.1:1025 that takes everything and appends it to the file it is given."""

import socketserver
import sys


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                with open(sys.argv[1], "ab") as mails:
                    for text in iter(self.rfile.readline, b".\r\n"):
                        mails.write(text)
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(("127.0.0.1", 1025), Session).serve_forever()
