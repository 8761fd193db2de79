# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who says who speaks for a young person, and who is shut out of their record."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestChildPeople(ChildrenCommon):
    """Neither the home nor a former social worker chooses who asks, or reads (C-12)."""

    # === WHO SAYS SO === #

    def test_the_home_changes_nobody(self):
        kit = self.kit.with_user(self.mia)
        for vals in (
            {"officer_id": self.ike.id},
            {"officer_id": False},
            {"social_worker_id": self.sky.id},
            {"social_worker_id": False},
            {"social_worker_id": self.sky.id, "officer_id": self.ike.id},
        ):
            with self.assertRaises(AccessError):
                kit.write(vals)
        # What a form sends again as it stands changes nothing.
        kit.write({"officer_id": self.ira.id, "needs": "Signs"})
        self.assertEqual(self.kit.needs, "Signs")

    def test_the_home_names_them_while_there_are_none(self):
        child = self._create_child("Ray", social_worker_id=False, officer_id=False)
        child.with_user(self.mia).write(
            {"social_worker_id": self.sky.id, "officer_id": self.ike.id}
        )
        self.assertRecordValues(
            child, [{"social_worker_id": self.sky.id, "officer_id": self.ike.id}]
        )
        with self.assertRaises(AccessError):
            child.with_user(self.mia).officer_id = self.ira

    def test_the_social_worker_hands_over_and_no_more(self):
        with self.assertRaises(AccessError):
            self.kit.with_user(self.saul).officer_id = self.ike
        self.kit.with_user(self.saul).social_worker_id = self.sky
        self.assertEqual(self.kit.social_worker_id, self.sky)

    def test_the_services_manager_changes_both(self):
        self.kit.with_user(self.sue).write(
            {"social_worker_id": self.sky.id, "officer_id": self.ike.id}
        )
        self.assertEqual(self.kit.officer_id, self.ike)

    def test_both_have_their_role(self):
        empty = self._create_child("Ray", social_worker_id=False, officer_id=False)
        for user in (self.mia, self.saul, self.sue):
            for name, other in (
                ("social_worker_id", self.ira),
                ("social_worker_id", self.emp),
                ("officer_id", self.sky),
                ("officer_id", self.max),
            ):
                with self.assertRaises(UserError):
                    empty.with_user(user).write({name: other.id})
        vals = {"name": "Lou", "date_birth": "2017-05-04", "home_id": self.willow.id}
        Child = self.env["exit.interview.child"].with_user(self.mia)
        for name, other in (("social_worker_id", self.max), ("officer_id", self.max)):
            with self.assertRaises(ValidationError):
                Child.create({**vals, name: other.id})
        Child.create(
            {**vals, "social_worker_id": self.saul.id, "officer_id": self.ira.id}
        )

    def test_the_form_offers_what_can_be_done(self):
        for user, worker, officer in (
            (self.mia, False, False),
            (self.saul, True, False),
            (self.sue, True, True),
        ):
            kit = self.kit.with_user(user)
            self.assertEqual(kit.can_change_social_worker, worker, user.name)
            self.assertEqual(kit.can_change_officer, officer, user.name)
        with Form(self.kit.with_user(self.mia)) as form:
            form.needs = "A short break"
            for name in ("social_worker_id", "officer_id"):
                with self.assertRaisesRegex(AssertionError, "readonly"):
                    setattr(form, name, self.ike)
        with Form(self.env["exit.interview.child"].with_user(self.mia)) as form:
            form.name, form.date_birth = "Lou", "2017-05-04"
            form.home_id = self.willow
            form.social_worker_id, form.officer_id = self.sky, self.ike
        self.assertEqual(form.record.officer_id, self.ike)

    @users("mia")
    def test_only_those_with_the_role_are_offered(self):
        Users = self.env["res.users"]
        Child = self.env["exit.interview.child"]
        for name, own, other in (
            ("social_worker_id", self.saul | self.sky, self.ira | self.mia),
            ("officer_id", self.ira | self.ike, self.saul | self.mia),
        ):
            domain = Child.fields_get([name])[name]["domain"]
            found = Users.search(domain)
            self.assertLessEqual(own.with_env(self.env), found)
            self.assertFalse(found & other)

    # === WHO MANAGES THE HOME === #

    def test_nobody_types_who_manages_the_home(self):
        """With another name there, the check would compare with the wrong one."""
        for user in (self.mia, self.saul, self.sue):
            with self.assertRaises(UserError):
                self.kit.with_user(user).home_manager_id = self.max
        self.assertEqual(self.kit.home_manager_id, self.mia)
        child = self._create_child("Ray", officer_id=False)
        self.mia.group_ids |= self.env.ref("exit_interview_children.group_officer")
        with self.assertRaises(ValidationError):
            child.with_user(self.mia).write(
                {"home_manager_id": self.max.id, "officer_id": self.mia.id}
            )
        vals = {"name": "Lou", "date_birth": "2017-05-04", "home_id": self.birch.id}
        Child = self.env["exit.interview.child"].with_user(self.mia)
        for values, context in (
            ({**vals, "home_manager_id": self.mia.id}, {}),
            (vals, {"default_home_manager_id": self.mia.id}),
        ):
            with self.assertRaises(UserError):
                Child.with_context(**context).create(values)

    def test_whoever_speaks_for_a_child_does_not_manage_the_home(self):
        for user in (self.saul, self.ira):
            with self.assertRaises(ValidationError):
                self.willow.with_user(self.sue).child_home_manager_id = user
        self.willow.with_user(self.sue).child_home_manager_id = self.max
        self.assertEqual(self.kit.home_manager_id, self.max)
        # Who lives there no more is compared when they come back.
        self.kit.active = False
        self.willow.with_user(self.sue).child_home_manager_id = self.saul
        with self.assertRaises(ValidationError):
            self.kit.with_user(self.sue).active = True

    def test_the_notice_takes_only_who_fits(self):
        """Roles and homes change by other ways than the record: a group, a merge."""
        self.saul.group_ids -= self.env.ref(
            "exit_interview_children.group_social_worker"
        )
        self.env.cr.execute(
            "UPDATE res_partner SET child_home_manager_id = %s WHERE id = %s",
            (self.ira.id, self.willow.id),
        )
        self._refresh()
        case = self._register_move(user=self.sue)
        self.assertRecordValues(
            case,
            [
                {
                    "social_worker_id": False,
                    "officer_id": False,
                    "home_manager_id": self.ira.id,
                }
            ],
        )
        duty = self._get_open_duties(case.agreement_ids)
        self.assertEqual(duty.user_id, self.sue)

    def test_the_notice_takes_who_stands_there(self):
        self.assertRecordValues(
            self._register_move(),
            [
                {
                    "social_worker_id": self.saul.id,
                    "officer_id": self.ira.id,
                    "home_manager_id": self.mia.id,
                }
            ],
        )

    # === SHUT OUT === #

    def test_whoever_is_shut_out_does_not_see_the_record(self):
        case = self._register_move()
        for user in (self.saul, self.sue, self.mia):
            self.assertTrue(self.kit.with_user(user).has_access("write"))
            case._shut_out(user)
            self._refresh()
            kit = self.kit.with_user(user)
            self.assertFalse(kit.search([("id", "=", kit.id)]), user.name)
            for step in (
                lambda kit=kit: kit.read(["name"]),
                lambda kit=kit: kit.write({"meeting_note": "Mine"}),
            ):
                with self.assertRaises(AccessError):
                    step()
        # Others of theirs they still see, and others still see this one.
        other = self._create_child("Robin")
        self.assertTrue(other.with_user(self.saul).has_access("read"))
        self.kit.sudo().social_worker_id = self.sky
        self.assertTrue(self.kit.with_user(self.sky).has_access("write"))

    def test_the_list_is_nobodys_to_read_or_write(self):
        self._register_move()._shut_out(self.saul)
        self._refresh()
        for user in (self.sue, self.mia):
            kit = self.kit.with_user(user)
            with self.assertRaises(AccessError):
                kit.read(["conflict_user_ids"])
            with self.assertRaises(AccessError):
                kit.write({"conflict_user_ids": [(5,)]})
        self.assertEqual(self.kit.sudo().conflict_user_ids, self.saul)

    def test_shut_out_somebody_is_not_asked_about_the_next_move(self):
        case = self._register_move()
        case._shut_out(self.saul)
        case.with_user(self.sue).action_cancel("Stays after all")
        self._refresh()
        again = self._register_move(date_move_decided="2026-11-20") - case
        self.assertFalse(again.social_worker_id)

    # === TO TELL THAT THEY MOVE === #

    def test_where_a_child_lives_is_not_told_by_the_dialog(self):
        spec = {"child_id": {}, "home_id": {"fields": {"display_name": {}}}}
        vals = {"child_id": self.kit.id, "moving_to": "foster"}
        for user in (self.max, self.sky):
            Report = self.env["exit.interview.child.report"].with_user(user)
            for step in (
                lambda Report=Report: Report.onchange(vals, ["child_id"], spec),
                lambda Report=Report: Report.create(vals),
            ):
                with self.assertRaises(AccessError):
                    step()
        own = self._create_child("Robin", home_id=self.birch.id)
        dialog = (
            self.env["exit.interview.child.report"]
            .with_user(self.max)
            .create({**vals, "child_id": own.id})
        )
        with self.assertRaises(AccessError):
            dialog.child_id = self.kit
        self.env.invalidate_all()
        self.assertEqual(dialog.home_id, self.birch)

    def test_who_is_around_the_child_sees_the_home_in_the_dialog(self):
        spec = {"child_id": {}, "home_id": {"fields": {"display_name": {}}}}
        vals = {"child_id": self.kit.id, "moving_to": "foster"}
        for user in (self.mia, self.saul, self.sue):
            Report = self.env["exit.interview.child.report"].with_user(user)
            value = Report.onchange(vals, ["child_id"], spec)["value"]
            self.assertEqual(value["home_id"]["id"], self.willow.id)

    # === WHO ASKS, AND LEARNS WHERE THEY ARE === #

    def _get_dialog(self, agreement, user):
        return (
            self.env["exit.interview.agreement.answer"]
            .with_user(user)
            .with_context(active_id=agreement.id)
        )

    def _read_address(self, agreement, user):
        names = ["agreement_id", "address", "needs", "meeting_note", "languages"]
        return self._get_dialog(agreement, user).default_get(names)["address"]

    def test_a_former_social_worker_learns_no_address(self):
        agreement = self._register_move().agreement_ids
        self.assertEqual(self._read_address(agreement, self.saul), "9 New Street")
        dialog = self._get_dialog(agreement, self.saul).create({"agreement": "yes"})
        self.kit.with_user(self.saul).social_worker_id = self.sky
        self._refresh()
        with self.assertRaises(AccessError):
            self._read_address(agreement, self.saul)
        with self.assertRaises(AccessError):
            dialog.action_record()
        # Whoever works for them now asks, with what that needs.
        self.assertEqual(self._get_open_duties(agreement).user_id, self.sky)
        self.assertEqual(self._read_address(agreement, self.sky), "9 New Street")
        self.assertEqual(self._read_address(agreement, self.sue), "9 New Street")

    def test_once_it_is_answered_no_dialog_tells_the_address(self):
        case = self._agree(self._register_move(), address="2 Quay")
        for user in (self.saul, self.sue):
            with self.assertRaises(UserError):
                self._read_address(case.agreement_ids, user)
        self.kit.with_user(self.sue).social_worker_id = self.sky
        self._refresh()
        self.assertEqual(case.social_worker_id, self.saul, "whoever asked stays named")
        with self.assertRaises(UserError):
            self._read_address(case.agreement_ids, self.saul)

    def test_after_a_no_whoever_works_for_them_now_may_still_hear_a_yes(self):
        case = self._agree(self._register_move(), agreement="no")
        self.kit.with_user(self.sue).social_worker_id = self.sky
        self._refresh()
        with self.assertRaises(AccessError):
            self._read_address(case.agreement_ids, self.saul)
        self._agree(case, self.sky)
        self.assertEqual(case.reply, "accepted")

    def test_shut_out_of_the_case_learns_no_address(self):
        case = self._register_move()
        case._shut_out(self.saul | self.sue)
        self._refresh()
        for user in (self.saul, self.sue):
            with self.assertRaises(AccessError):
                self._read_address(case.agreement_ids, user)

    def test_asking_is_passed_on_to_another_social_worker_only(self):
        case = self._register_move()
        duty = self._get_open_duties(case.agreement_ids).with_user(self.sue)
        self.sky.group_ids |= self.env.ref("exit_interview_children.group_home_manager")
        for user in (self.mia, self.ira, self.emp):
            with self.assertRaisesRegex(UserError, "cannot ask this young person"):
                duty.action_pass_on(user.id, "Saul is ill")
        self.willow.child_home_manager_id = self.sky
        with self.assertRaisesRegex(UserError, "cannot ask this young person"):
            duty.action_pass_on(self.sky.id, "Saul is ill")
        self.willow.child_home_manager_id = self.mia
        duty.action_pass_on(self.sky.id, "Saul is ill")
        self._refresh()
        self.assertEqual(
            self._read_address(case.agreement_ids, self.sky), "9 New Street"
        )
