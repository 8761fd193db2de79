# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Exit Interview: Foster Carers",
    "summary": "Exit interviews with foster carers who leave their fostering service",
    "version": "19.0.1.0.0",
    "author": "The Exit Interview contributors",
    "license": "AGPL-3",
    "category": "Human Resources/Exit Interviews",
    "depends": ["exit_interview"],
    "uninstall_hook": "uninstall_hook",
    "data": [
        "security/exit_interview_groups.xml",
        "security/exit_interview_security.xml",
        "security/ir.model.access.csv",
        "data/exit_interview_metric_data.xml",
        "data/exit_interview_theme_data.xml",
        "data/exit_interview_questionnaire_data.xml",
        "data/exit_interview_policy_data.xml",
        "report/exit_interview_briefing_templates.xml",
        "wizard/exit_interview_household_report_views.xml",
        "wizard/exit_interview_briefing_return_views.xml",
        "views/exit_interview_retention_talk_views.xml",
        "views/exit_interview_briefing_views.xml",
        "views/res_partner_views.xml",
        "views/exit_interview_views.xml",
        "views/exit_interview_fostering_menus.xml",
    ],
}
