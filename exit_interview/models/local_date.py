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
    # The time zone of the policy's calendar is all that is read.
    first = records[:1].sudo()
    policy = first.env["exit.interview.policy"]
    if first._name == policy._name:
        policy = first
    elif "policy_id" in first._fields:
        policy = first.policy_id
    elif "case_id" in first._fields:
        policy = first.case_id.policy_id
    if not policy:
        company = records.env.company
        policy = policy.search([("company_id", "=", company.id)], limit=1)
        if not policy:
            zone = pytz.timezone(company.resource_calendar_id.sudo().tz or "UTC")
            now = pytz.utc.localize(fields.Datetime.now())
            return now.astimezone(zone).date()
    return policy._get_local_date()
