"""The sample cities. The first is a 見本サイト of 小千谷市 that shows every state of every process (`first.py` in its order); the second a
village with one person in its office (`village.py`), told by the same builders in words of its own (fixtures/sample/mura/).

People, groups, budgets and evaluations are made up and marked 見本; bodies that exist appear only with what the
city's guideline of March 2020 says of them. Everything is entered through the actions that people use, at the
moments at which it would have happened (clock.at), so the sample is also a test of the house.
"""
