"""Small guidelines for tests: documents that say just what a test speaks of."""

import json

from guidelines.revisions.loading_actions import load_guideline

OWN = {"name": "小千谷市", "kana": "おぢやし", "code": "152081", "prefecture": "新潟県", "is_own": True}
NIIGATA = {"name": "新潟市", "kana": "にいがたし", "code": "151009", "prefecture": "新潟県"}
SUNAGAWA = {"name": "砂川市", "kana": "すながわし", "code": "012262", "prefecture": "北海道"}
MURORAN = {"name": "室蘭市", "kana": "むろらんし", "code": "012050", "prefecture": "北海道"}


def put(tmp_path, town, slug, *, chapters=None, published=True, guideline=None, **parts):
    """Load a guideline of these rows, as a file would."""
    content = {"slug": slug, "title": f"{slug}の指針", "summary": "紹介です。", "published": published, **(guideline or {})}
    marked = {
        "terms": "用語", "principles": "原則", "policies": "市がすすめること", "forms": "協働の形態", "cases": "事例", "roles": "主体の役割", "contacts": "相談先",
        "effects": "協働の効果", "columns": "コラム",
    }  # fmt: skip
    body = "\n\n".join(f"[[{marked[part]}]]" for part in parts if part in marked)
    chapters = chapters or [{"number": 1, "title": "はじめの章", "lead": "要点です。", "body": body}]
    data = {"municipality": town, "guideline": content, "chapters": chapters, **parts}
    path = tmp_path / f"{slug}.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_guideline(path)


def item(key, title, **more):
    return {"key": key, "title": title, "section": "第1章", "chapter": 1, "body": f"{title}の説明です。", **more}


def term(key, title, kana, **more):
    return item(key, title, kana=kana, **more)
