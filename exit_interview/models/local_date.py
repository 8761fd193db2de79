# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytz

from odoo import fields


def get_today(records):
    """Return today's date where the organisation works, whoever asks from wherever.

    The platform's own answer goes by the time zone of the user: somebody who signs in
    from abroad, or a job that runs as a user without one, would move every deadline.

    Requirement: R-04, X-23.

    :param records: any recordset; its first record's policy decides, else the policy
        of the user's organisation
    :rtype: datetime.date
    """
    policy = _find_policy(records)
    if policy:
        return policy._get_local_date()
    zone = pytz.timezone(records.env.company.resource_calendar_id.tz or "UTC")
    return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()


def _find_policy(records):
    # The time zone of the policy's calendar is all that is read.
    first = records[:1].sudo()
    policy = first.env["exit.interview.policy"]
    if first._name == policy._name:
        policy = first
    elif "policy_id" in first._fields:
        policy = first.policy_id
    elif "case_id" in first._fields:
        policy = first.case_id.policy_id
    domain = [("company_id", "=", records.env.company.id)]
    return policy or policy.search(domain, limit=1)
