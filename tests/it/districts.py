"""Reckons districts over JSON record sets, written from the documents alone and knowing nothing of hegui.

    python3 districts.py FOLDER AS_OF

prints a line a rate, sorted: UNION RULE LABEL STATE PART OPEN UNKNOWN WHOLE (LABEL is - where there is none).
"""
import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

YEAR = 2026
UNIT = ("basic", "federation")


def day(text):
    return date(*map(int, text.split("-")))


def agreed(records, as_of):
    """Whether there is a wage agreement; None where it cannot be told."""
    union = records["union"]
    if union.get("regional_contract"):
        return True
    if "contracts" not in records:
        return None
    kinds = [c for c in records["contracts"] if day(c["signed"]) <= as_of and (c["kind"] == "wage" or c.get("includes_wage"))]
    return any(day(c.get("effective", c["signed"])) <= as_of <= day(c["expires"]) for c in kinds)


def wages(records, as_of):
    union = records["union"]
    if union["level"] in UNIT and union["employer"] == "enterprise":
        known = None if records.get("listed") else agreed(records, as_of)
        weight = union.get("enterprises", 1)
        yield "-", Fraction(80, 100), weight * (known is True), 0, weight * (known is None), weight, False


def renewals(records, as_of):
    """A contract that ran out is renewed if one of its kind runs longer; the later row of two that end alike."""
    union = records["union"]
    if union["level"] not in UNIT:
        return
    if "contracts" not in records:
        yield "-", Fraction(1), 0, 0, 1, 0, True
        return
    rows = [c for c in records["contracts"] if day(c["signed"]) <= as_of]
    last = set()
    for kind in {c["kind"] for c in rows}:
        own = [(day(c["expires"]), at) for at, c in enumerate(rows)
               if c["kind"] == kind or (kind in ("wage", "women") and c["kind"] == "comprehensive" and c.get("includes_" + kind))]
        last.add(max(own)[1])
    lapsed = [at for at, c in enumerate(rows) if day(c["expires"]).year == YEAR and day(c["expires"]) < as_of]
    if lapsed:
        yield "-", Fraction(1), len([at for at in lapsed if at not in last]), 0, 0, len(lapsed), True


def dues(records, as_of):
    union = records["union"]
    if union["level"] not in UNIT:
        return
    if "dues" not in records:
        yield "-", Fraction(1), 0, 0, 1, 0, True
        return
    ended = {"2026Q1": date(2026, 3, 31), "2026Q2": date(2026, 6, 30), "2026Q3": date(2026, 9, 30), "2026Q4": date(2026, 12, 31)}
    rows = [d for d in records["dues"] if d["period"] in ended and ended[d["period"]] <= as_of]
    yield "-", Fraction(1), sum(Decimal(d["paid"]) for d in rows), 0, 0, sum(Decimal(d["payable"]) for d in rows), True


def identity(records, as_of):
    union = records["union"]
    if union["level"] not in UNIT or union["employer"] != "enterprise":
        return
    ownership = union.get("ownership")
    if ownership is None:
        yield None, None, 0, 0, 1, 1, False
    elif ownership in ("private", "collective"):
        shown = union.get("identity_displayed")
        share = Fraction(60 if ownership == "private" else 80, 100)
        yield ownership, share, int(shown is True), 0, int(shown is None), 1, False


RULES = {
    "wage-agreement-rate-low": wages,
    "renewal-rate-low": renewals,
    "dues-rate-low": dues,
    "identity-display-rate-low": identity,
}


def state(share, part, open_, unknown, whole, unbounded):
    if whole == 0 and unknown == 0:
        return None
    if unbounded:
        if whole == 0:
            return "insufficient"
        if part < whole * share:
            return "fail"
        return "insufficient" if unknown else "pass"
    if part >= whole * share:
        return "pass"
    if part + open_ + unknown < whole * share:
        return "fail"
    return "due" if part + open_ >= whole * share else "insufficient"


def main(folder, as_of):
    records = {}
    for file in Path(folder).glob("*.json"):
        one = json.loads(file.read_text(encoding="utf-8"))
        records[one["union"]["id"]] = one
    above = {id: one["union"].get("superior") for id, one in records.items()}
    for id, one in list(records.items()):
        for row in one.get("roster", []):
            if row["id"] not in records:
                records[row["id"]] = {"union": row, "listed": True}
                above[row["id"]] = id
            elif above[row["id"]] is None:
                above[row["id"]] = id
    found = []
    for superior in records:
        below = set()
        for id in records:
            at = above[id]
            while at:
                if at == superior:
                    below.add(id)
                at = above[at]
        for rule, add in RULES.items():
            sums, strays = {}, 0
            for id in below:
                for label, share, *amounts, unbounded in add(records[id], as_of):
                    if label is None:
                        strays += 1
                        continue
                    old = sums.get(label, (share, [Decimal(0)] * 4, unbounded))[1]
                    sums[label] = (share, [a + b for a, b in zip(old, amounts)], unbounded)
            if strays and not sums:
                sums["-"] = (Fraction(60, 100), [Decimal(0)] * 4, False)
            for label, (share, amounts, unbounded) in sums.items():
                part, open_, unknown, whole = map(Fraction, amounts)
                unknown, whole = unknown + strays, whole + strays
                said = state(share, part, open_, unknown, whole, unbounded)
                if said:
                    shown = " ".join(f"{float(n):.2f}" for n in (part, open_, unknown, whole))
                    found.append(f"{superior} {rule} {label} {said} {shown}")
    print("\n".join(sorted(found)))


main(sys.argv[1], day(sys.argv[2]))
