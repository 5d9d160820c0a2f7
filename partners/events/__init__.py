"""Events: what somebody holds on a day: the list by month, one of them, who comes, calendars and open data."""
