"""The pages of a table that comes in, pressed on from one to the next as a browser would."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def begin(client, content, file_name="名簿.csv", *, first="/staff/imports/read/", **more):
    page = client.get(first).content.decode()
    said = {"name": "令和8年4月 登録団体名簿", "form_key": hidden(page, "form_key"), **more}
    if content is not None:
        said["table"] = SimpleUploadedFile(file_name, content)
    answer = client.post(first, said)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def chosen(page):
    """What a browser would send of a page's selects, boxes and ticks as they stand."""
    said = {"version": hidden(page, "version")}
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        found = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = found[1] if found else ""
    if head := re.search(r'name="head" value="(\d+)"[^>]*checked', page):
        said["head"] = head[1]
    for box in re.findall(r'<input type="text" name="host\d+"[^>]*>', page):
        value = re.search(r'value="([^"]*)"', box)
        said[re.search(r'name="(\w+)"', box)[1]] = value[1] if value else ""
    return said


def walk(client, address, upto="check", **changes):
    """Press on from page to page with what stands there; returns the page asked for and its address."""
    while True:
        page = client.get(address).content.decode()
        if address.endswith(f"/{upto}/"):
            return address, page
        answer = client.post(address, {**chosen(page), **changes})
        assert answer.status_code == 302, answer.content.decode()
        address = answer.url
