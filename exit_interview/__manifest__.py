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
    "uninstall_hook": "uninstall_hook",
    "data": [
        "security/exit_interview_groups.xml",
        "security/exit_interview_security.xml",
        "security/ir.model.access.csv",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "data/exit_interview_metric_data.xml",
        "data/exit_interview_questionnaire_staff_data.xml",
        "data/exit_interview_policy_staff_data.xml",
        "wizard/exit_interview_step_views.xml",
        "wizard/exit_interview_share_step_views.xml",
        "wizard/exit_interview_action_close_views.xml",
        "wizard/exit_interview_notice_dismiss_views.xml",
        "wizard/exit_interview_workbook_views.xml",
        "report/exit_interview_templates.xml",
        "report/exit_interview_reports.xml",
        "views/exit_interview_views.xml",
        "views/exit_interview_notice_views.xml",
        "views/exit_interview_session_views.xml",
        "views/exit_interview_share_views.xml",
        "views/exit_interview_action_views.xml",
        "views/exit_interview_duty_views.xml",
        "views/exit_interview_policy_views.xml",
        "views/exit_interview_questionnaire_views.xml",
        "views/hr_employee_views.xml",
        "views/exit_interview_menus.xml",
    ],
<<<<<<< HEAD
    "demo": [
        "demo/exit_interview_demo.xml",
        "demo/hr.job.csv",
        "demo/hr.department.csv",
        "demo/res.users.csv",
        "demo/hr.employee.csv",
        "demo/hr.department-managers.csv",
        "demo/resource.calendar.leaves.csv",
        "demo/exit.interview.policy.role.csv",
        "demo/exit_interview_demo_cases.xml",
    ],
=======
    "assets": {
        "web.assets_backend": ["exit_interview/static/src/**/*"],
        "web.assets_unit_tests": ["exit_interview/static/tests/**/*"],
    },
>>>>>>> main
}
