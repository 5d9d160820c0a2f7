"""Walking the pages of a sample city by their links: what a machine can ask of a page, and where a page leads. One for every city."""

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

NOT_FOLLOWED = ("/static/", "/accounts/logout/", "/admin/jsi18n/", "/admin/logout/", "/reading/")


def walk(first, read, *, most, per_kind, skip=(), known=None):
    """{address: what is wrong there}, {kind of page: its first address}: from these pages on, so many of each kind.

    `read(address, came_from)`: [problems], [links]; `skip`: beginnings of addresses that are not followed; `known(kind)`: whether somebody
    else has read such a page, so that nobody goes there by a link.
    """
    wrong, kinds, counted = {}, {}, Counter()
    waiting, seen = [(address, "") for address in first], set()
    while waiting and len(seen) < most:
        url, came_from = waiting.pop(0)
        kind = kind_of(url)
        if url in seen or counted[kind] >= per_kind(kind) or (came_from and known and known(kind)):
            continue
        seen.add(url)
        counted[kind] += 1
        kinds.setdefault(kind, url)
        problems, links = read(url, came_from)
        if problems:
            wrong[url] = "; ".join(problems)
        waiting += [(link, url) for link in links if not urlsplit(link).path.startswith((*NOT_FOLLOWED, *skip))]
    return wrong, kinds


def kind_of(url):
    """Its address without numbers and without the values of its conditions."""
    parts = urlsplit(url)
    path = re.sub(r"(/guidelines/(?:terms|cases|forms|help)/).+", r"\1*", parts.path)
    return re.sub(r"\d+", "0", path) + "?" + "&".join(sorted(re.findall(r"(\w+)=", parts.query)))


def parsed(text):
    return html.document_fromstring(text)


def links_of(page, url, site=""):
    """The addresses inside of the site that a page with this address leads to."""
    for link in page.iter("a"):
        target = urldefrag(urljoin(url, link.get("href") or ""))[0]
        if target.startswith(f"{site}/"):
            yield target


def faults(page, lang="ja"):
    """What a machine can find wrong with a page."""
    problems = [] if page.get("lang") == lang else [f"lang {page.get('lang')}"]
    if len(page.xpath("//h1")) != 1:
        problems.append(f"{len(page.xpath('//h1'))} h1")
    title = (page.findtext(".//title") or "").strip()
    if not re.search(r"\S", title.split("｜")[0].split("|")[0]) or title.startswith("｜"):
        problems.append(f"title 「{title}」")
    problems += [f"id {name} {times} times" for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    for control in page.xpath("//input[not(@type='hidden' or @type='submit' or @type='image')] | //select | //textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or list(control.iterancestors("label"))
        if not named and not page.xpath("//label[@for=$id]", id=control.get("id") or ""):
            problems.append(f"no label: {control.get('name')}")
    for form in page.forms:
        pressed = set(form.xpath(".//button/@name | .//input[@type='submit']/@name"))
        typed = set(form.xpath(".//input[not(@type='submit')]/@name | .//select/@name | .//textarea/@name"))
        problems += [f"the button {name} would stand for the field" for name in pressed & typed]
    problems += ["a link without words" for link in page.xpath("//a[@href]") if not name_of(link)]
    return problems + [
        f"an empty <{node.tag}>"
        for node in page.xpath("//main//*[self::h2 or self::h3 or self::dd][not(normalize-space())][not(*)]")
    ]


def name_of(link):
    return link.text_content().strip() or link.get("aria-label") or link.get("title") or "".join(link.xpath(".//img/@alt"))
