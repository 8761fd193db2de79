# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Exit Interview",
    "summary": "Exit interviews in children's social care, from the notice to the "
    "closed loop",
    "version": "19.0.1.0.0",
    "author": "The Exit Interview contributors",
    "license": "AGPL-3",
    "category": "Human Resources/Exit Interviews",
    "depends": ["hr", "report_xlsx"],
    "application": True,
}
