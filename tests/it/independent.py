"""Counts three rules over JSON record sets, written from the documents alone and knowing nothing of hegui.

    python3 independent.py FOLDER AS_OF

prints a line a finding, sorted: STATE RULE UNION ROW (ROW is - where a ledger as a whole is meant).
"""
import json
import re
import sys
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

YEAR = 2026


def day(text):
    return date(*map(int, text.split("-")))


def span(period):
    """First and last day of 2026, 2026H1, 2026Q3, 2026-05."""
    year, half, quarter, month = re.fullmatch(r"(\d{4})(?:H(\d)|Q(\d)|-(\d\d))?", period).groups()
    year = int(year)
    first, last = 1, 12
    if half:
        first, last = int(half) * 6 - 5, int(half) * 6
    if quarter:
        first, last = int(quarter) * 3 - 2, int(quarter) * 3
    if month:
        first = last = int(month)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def dues_short(union, dues, as_of):
    """Each row by itself; a period that ends within the year counts, and only once it has begun."""
    for row, cells in enumerate(dues):
        first, last = span(cells["period"])
        if last.year == YEAR and first <= as_of and Decimal(cells["paid"]) < Decimal(cells["payable"]):
            yield ("fail" if last <= as_of else "due"), row


def contract_lapsed(union, contracts, as_of):
    """Of every kind signed so far the contract that ends last; in force on its last day; 90 days' notice."""
    last = {}
    for row, cells in enumerate(contracts):
        if day(cells["signed"]) <= as_of:
            kind, ends = cells["kind"], day(cells["expires"])
            if kind not in last or ends >= last[kind][0]:
                last[kind] = (ends, row)
    for ends, row in last.values():
        if ends < as_of:
            yield "fail", row
        elif ends <= as_of + timedelta(days=90):
            yield "due", row


def congress_not_held(union, congresses, as_of):
    """One a year; regional ones count for joint unions and federations; none is asked of an agency."""
    if union["level"] not in ("basic", "federation") or union["employer"] == "agency":
        return
    if day(union["established"]) > date(YEAR, 1, 1):
        return
    counted = {"unit"}
    if union.get("form") == "joint" or union["level"] == "federation":
        counted.add("regional")
    held = [c for c in congresses if c["body"] in counted and date(YEAR, 1, 1) <= day(c["date"]) <= as_of]
    if not held:
        yield ("fail" if as_of >= date(YEAR, 12, 31) else "due"), "-"


RULES = [
    ("dues-short", "dues", dues_short),
    ("contract-lapsed", "contracts", contract_lapsed),
    ("congress-not-held", "congresses", congress_not_held),
]


def main(folder, as_of):
    found = []
    for file in Path(folder).glob("*.json"):
        records = json.loads(file.read_text(encoding="utf-8"))
        union = records["union"]
        if union["level"] in ("branch", "group"):
            continue
        for rule, ledger, judge in RULES:
            # A ledger that was not submitted says nothing.
            if ledger in records:
                found += [f"{state} {rule} {union['id']} {row}" for state, row in judge(union, records[ledger], as_of)]
    print("\n".join(sorted(found)))


main(sys.argv[1], day(sys.argv[2]))
