"""Run inside the machine: a representative of the sample city who signs in through nginx and hands in a paper for a draft.

`python3 visitor.py ADDRESS MAIL PASSWORD NAME`: NAME is how the paper is called. Ends with 1 where it was not taken.
"""

import contextlib
import http.cookiejar
import re
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

site, mail, password, name = sys.argv[1:]
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a certificate made a minute ago
cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
browser = urllib.request.build_opener(cookies, urllib.request.HTTPSHandler(context=context))


def page(path, data=None, kind="application/x-www-form-urlencoded"):
    headers = {"Referer": f"{site}{path}", "Content-Type": kind} if data else {}
    with browser.open(urllib.request.Request(f"{site}{path}", data, headers)) as answer:
        return answer.read().decode()


def token(text):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]


def paper(path, text):
    fields = {"csrfmiddlewaretoken": token(text), "upload": "1", "note": ""}
    fields |= dict(re.findall(r'<input type="hidden" name="(form_key|etag)" value="([^"]*)"', text))
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    parts.append(
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
        f"%PDF-1.4\n% {uuid4()}\n%%EOF\r\n--x--\r\n"
    )
    return page(path, "".join(parts).encode(), "multipart/form-data; boundary=x")


login = page("/accounts/login/")
said = {"csrfmiddlewaretoken": token(login), "login": mail, "password": password}
page("/accounts/login/", urllib.parse.urlencode(said).encode())
for path in sorted(set(re.findall(r"/projects/proposals/\d+/", page("/me/")))):
    with contextlib.suppress(urllib.error.HTTPError):  # one that was sent already is edited no more
        draft = f"{path}edit/files/"
        if 'type="file"' in (text := page(draft)):
            paper(draft, text)
            sys.exit(0 if name in page(draft) else f"{name} は受け取られませんでした。")
sys.exit("書きかけの提案がありません。")
