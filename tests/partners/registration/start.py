"""What a person answers to the three questions of the start page."""

NPO = {"who": "aim", "corporate": "npo", "part": "own"}
CIVIC = {"who": "aim", "corporate": "none", "part": "own"}
