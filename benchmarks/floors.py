"""Hand-written SQL that counts the same rows as a figure does: the floor a figure is measured against."""

LIVE = """
    FROM evidence_fact f LEFT JOIN evidence_void v ON v.fact_id = f.id
    WHERE v.id IS NULL AND f.programme = %(programme)s AND f.occurred_on <= %(day)s
"""

COUNTS = {
    "consortia-supported": f"SELECT count(DISTINCT f.subject) {LIVE} AND f.kind = 'activity.consortium'"
    " AND f.state = 'approved' AND f.form <> 'newsletter'",
    "institutions-contacted": f"SELECT count(DISTINCT f.subject) {LIVE} AND f.kind = 'activity.organisation'"
    " AND f.state = 'approved' AND f.form <> 'newsletter' AND f.subject_class IN ('library', 'museum', 'community')"
    " AND (f.channel IN ('in_person', 'online', 'phone') OR f.is_two_way)",
}

QUARTER = {
    "sqlite": "CAST(strftime('%%Y', {day}) AS integer) * 4 + (CAST(strftime('%%m', {day}) AS integer) - 1) / 3",
    "postgresql": "(extract(year FROM {day}) * 4 + (extract(month FROM {day}) - 1)::int / 3)::int",
}
DAYS_BETWEEN = {
    "sqlite": "julianday({later}) - julianday({earlier})",
    "postgresql": "{later} - {earlier}",
}


def continuous(vendor: str) -> str:
    """Communities with a contact in each quarter they touch and no gap above 120 days; pauses are left aside."""
    quarter = QUARTER[vendor].format(day="day")
    gap = DAYS_BETWEEN[vendor].format(later="day", earlier="before")
    return f"""
        WITH contacts AS (
            SELECT DISTINCT f.subject AS subject, f.context AS context, f.occurred_on AS day {LIVE}
            AND f.kind = 'activity.community' AND f.state = 'approved' AND f.is_two_way
        ), steps AS (
            SELECT subject, context, day, lag(day) OVER (PARTITION BY context ORDER BY day) AS before FROM contacts
        ), spells AS (
            SELECT subject, context, max(coalesce({gap}, 0)) AS gap, count(DISTINCT {quarter}) AS quarters
            FROM steps GROUP BY subject, context
        )
        SELECT count(DISTINCT subject) FROM spells WHERE gap <= 120 AND quarters >= 2
    """
