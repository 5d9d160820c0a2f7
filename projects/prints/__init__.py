"""What staff print: a proposal on two sheets, all of a call in one job, 起案用紙."""
