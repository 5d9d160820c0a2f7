"""Search among 20,000 groups: every answer compared with a plain reading of all texts, and its time beside a trivial page's."""

from stage import database, milliseconds, partners

PARTNERS, QUERIES = 20_000, 3_000


def query_of(chance, texts):
    """One to six characters, mostly out of a text that is there; sometimes two words."""
    text = chance.choice(texts)
    start = chance.randrange(len(text))
    word = text[start : start + chance.randint(1, 6)]
    return word if chance.random() < 0.8 else f"{word} {chance.choice(texts)[:2]}"


def main():
    with database() as chance:
        from django.db import connection
        from django.test import Client

        from kyodo_portal.common.lists.search import matching, words

        sample_partners = partners(chance, PARTNERS)
        known = dict(sample_partners.values_list("pk", "search_text"))
        texts, wrong = list(known.values()), 0
        for _ in range(QUERIES):
            query = query_of(chance, texts)
            wanted = {pk for pk, text in known.items() if all(word in text for word in words(query))}
            wrong += set(matching(sample_partners, query).values_list("pk", flat=True)) != wanted
        print(f"{connection.vendor}: {PARTNERS:,} partners, {QUERIES:,} queries, {wrong} wrong")
        client = Client()
        trivial = milliseconds(lambda: client.get("/healthz"), 50)
        print(f"trivial page: {trivial:.1f} ms")
        for query in ("雪", "除雪", "岩沢 防災", "どこにもない語"):
            asked = milliseconds(lambda q=query: list(matching(sample_partners, q).values_list("pk", flat=True)[:21]), 20)
            page = milliseconds(lambda q=query: client.get("/partners/", {"q": q}), 10)
            print(f"「{query}」 the query {asked / trivial:.1f} ×, the page {page / trivial:.1f} × the trivial page")


if __name__ == "__main__":
    main()
