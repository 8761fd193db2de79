// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {
    choosesConcern,
    containsWord,
    completeAnswer,
    emptyAnswer,
    getProgress,
    indexQuestions,
    isVisible,
    joinAnswers,
    patchAnswer,
    readScoreKey,
} from "@exit_interview/components/interview_logic/interview_logic.esm";
import {describe, expect, test} from "@odoo/hoot";
import {
    InterviewStore,
    createInterviewStore,
} from "@exit_interview/components/interview_store/interview_store.esm";
import {contains, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {AnswerQueue} from "@exit_interview/components/interview_queue/interview_queue.esm";
import {InterviewQuestion} from "@exit_interview/components/interview_question/interview_question.esm";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const answer = (values) => completeAnswer({...emptyAnswer(), ...values});
const question = (id, values = {}) => ({
    id,
    kind: "yes_no",
    depends: false,
    choices: [],
    children: [],
    ...values,
});

describe("answers", () => {
    test("0 is a score, nothing is none", () => {
        expect(answer({score: 0}).status).toBe("answered");
        expect(answer({text: "  "}).status).toBe(false);
        expect(patchAnswer(answer({score: 0}), {score: false}).status).toBe(false);
    });

    test("a value takes 'does not apply' back, a comment stands beside it", () => {
        const aside = {...emptyAnswer(), status: "not_applicable"};
        expect(patchAnswer(aside, {comment: "on leave"}).status).toBe("not_applicable");
        expect(patchAnswer(aside, {score: 3}).status).toBe("answered");
    });

    test("both keeps all words and ticks", () => {
        const theirs = answer({choice_ids: [1], comment: "Theirs"});
        const mine = answer({choice_ids: [2], comment: "Mine"});
        const both = joinAnswers("choices", theirs, mine);
        expect(both.choice_ids).toEqual([1, 2]);
        expect(both.comment).toBe("Theirs\n\nMine");
    });

    test("1 and 0 in quick succession are 10", () => {
        expect(readScoreKey("1", null, 0)).toBe(1);
        expect(readScoreKey("0", {score: 1, time: 0}, 300)).toBe(10);
        expect(readScoreKey("0", {score: 1, time: 0}, 3000)).toBe(0);
        expect(readScoreKey("x", null, 0)).toBe(null);
    });
});

describe("what is asked", () => {
    const choice = {id: 9, code: "other"};
    const sections = [
        {
            questions: [
                question(1, {
                    children: [question(2, {depends: {question_id: 1, value: "yes"}})],
                }),
                question(3, {kind: "choice", choices: [choice]}),
                question(4, {depends: {question_id: 3, value: "other"}}),
            ],
        },
    ];
    const questions = indexQuestions(sections);
    const isAsked = (id, answers) => isVisible(questions[id], questions, answers);

    test("after a yes, a no or an option", () => {
        expect(isAsked(2, {})).toBe(false);
        expect(isAsked(2, {1: answer({score: 0})})).toBe(false);
        expect(isAsked(2, {1: answer({score: 1})})).toBe(true);
        expect(isAsked(4, {3: answer({choice_ids: [9]})})).toBe(true);
    });

    test("counts only what is asked", () => {
        expect(getProgress(sections[0], questions, {1: answer({score: 1})})).toEqual({
            answered: 1,
            total: 3,
        });
    });
});

describe("the queue", () => {
    class Server {
        constructor() {
            this.calls = [];
            this.replies = [];
            this.timers = [];
            this.queue = new AnswerQueue({
                version: 5,
                send: (answers, version) => {
                    this.calls.push([answers.map((one) => one.question_id), version]);
                    const reply = this.replies.shift();
                    return typeof reply === "number"
                        ? Promise.resolve(reply)
                        : Promise.reject(reply);
                },
                classify: (error) => error,
                onChange: () => this.calls,
                onGap: () => {
                    this.hasGap = true;
                },
                clock: {
                    setTimeout: (fn, delay) => this.timers.push(delay),
                    clearTimeout: () => this.timers,
                    now: () => 0,
                },
            });
        }
    }

    test("one save carries what waits, the latest words of each", async () => {
        const server = new Server();
        server.replies = [6];
        server.queue.put(1, answer({text: "a"}), 800);
        server.queue.put(1, answer({text: "ab"}), 800);
        server.queue.put(2, answer({score: 0}));
        await server.queue.flush();
        expect(server.calls).toEqual([[[1, 2], 5]]);
        expect(server.queue.status).toBe("saved");
        expect(server.queue.version).toBe(6);
    });

    test("a conflict holds up its own question only", async () => {
        const server = new Server();
        const details = [{question_id: 1, version: 8}];
        server.replies = [{kind: "conflict", details}, 9];
        server.queue.put(1, answer({text: "mine"}));
        server.queue.put(2, answer({score: 1}));
        await server.queue.flush();
        expect(server.calls).toEqual([
            [[1, 2], 5],
            [[2], 5],
        ]);
        expect(server.queue.status).toBe("conflict");
        expect(server.hasGap).toBe(true);
        server.queue.settle(1, 8);
        server.replies = [10];
        server.queue.put(1, answer({text: "both"}));
        await server.queue.flush();
        expect(server.calls.at(-1)).toEqual([[1], 8]);
        expect(server.queue.status).toBe("saved");
    });

    test("what another changed while we wrote goes out as seen before", async () => {
        const server = new Server();
        server.queue.put(1, answer({text: "mine"}), 800);
        server.queue.catchUp(7, {1: 7});
        server.queue.put(2, answer({score: 1}), 800);
        server.replies = [8, 9];
        await server.queue.flush();
        expect(server.calls).toEqual([
            [[1], 5],
            [[2], 8],
        ]);
    });

    test("a refused answer holds up no other", async () => {
        const server = new Server();
        const refusal = {kind: "refused", message: "too long"};
        server.replies = [refusal, refusal, 6];
        server.queue.put(1, answer({text: "x"}));
        server.queue.put(2, answer({score: 1}));
        await server.queue.flush();
        expect(server.calls.slice(1)).toEqual([
            [[1], 5],
            [[2], 5],
        ]);
        expect(server.queue.refused.get(1)).toBe("too long");
        expect(server.queue.status).toBe("refused");
    });

    test("without the server it keeps the words and tries again", async () => {
        const server = new Server();
        server.replies = [{kind: "offline"}, 6];
        server.queue.put(1, answer({text: "x"}));
        await server.queue.flush();
        expect(server.queue.status).toBe("offline");
        expect(server.queue.isUnsaved).toBe(true);
        expect(server.timers.at(-1)).toBe(1000);
        await server.queue.flush();
        expect(server.queue.status).toBe("saved");
        expect(server.queue.isUnsaved).toBe(false);
    });
});

describe("words that prompt", () => {
    const words = ["hit me", "bruis", "self-harm"];

    test("a word counts from its beginning", () => {
        expect(containsWord(["He hit me twice"], words)).toBe(true);
        expect(containsWord([false, "", "There were BRUISES."], words)).toBe(true);
        expect(containsWord(["a white message, then (self-harm)"], words)).toBe(true);
    });

    test("nothing inside another word, and nothing by itself", () => {
        expect(containsWord(["The white meeting"], words)).toBe(false);
        expect(containsWord(["whit me, debruised"], words)).toBe(false);
        expect(containsWord([], words)).toBe(false);
        expect(containsWord(["hit me"], [])).toBe(false);
    });

    test("an option prompts once it is chosen, and no other one", () => {
        const choices = [{id: 1, prompts_concern: true}, {id: 2}];
        expect(choosesConcern({choices}, {choice_ids: [1]})).toBe(true);
        expect(choosesConcern({choices}, {choice_ids: [2]})).toBe(false);
        expect(choosesConcern({choices}, {choice_ids: []})).toBe(false);
        expect(choosesConcern({choices: []}, {})).toBe(false);
    });
});

describe("a follow-up", () => {
    const kept = {...answer({score: 3, comment: "Too few hours"}), by_leaver: false};
    const open = (answers, kind = "follow_up") =>
        new InterviewStore(null, {
            session: {id: 1, kind, version: 0},
            case: {},
            participants: [],
            questionnaire: {sections: []},
            answers,
            first: kind === "follow_up" ? {7: {...kept, said: "3 out of 10"}} : {},
            permissions: {shares: []},
        });

    test("what was said at first stands beside what is said now", () => {
        expect(open({7: kept}).getFirst(7).standing).toBe("same");
        expect(open({7: answer({score: 6})}).getFirst(7).standing).toBe("changed");
        expect(open({}).getFirst(7)).toEqual({
            said: "3 out of 10",
            standing: "taken_back",
        });
        expect(open({8: answer({score: 0})}).getFirst(8).standing).toBe("added");
        expect(open({7: kept}).getFirst(9)).toBe(null);
    });

    test("it counts what differs; a first conversation differs from nothing", () => {
        expect(open({7: kept}).alteredCount).toBe(0);
        expect(open({7: answer({score: 6}), 8: answer({score: 0})}).alteredCount).toBe(
            2
        );
        expect(open({7: kept}, "first").getFirst(7)).toBe(null);
        expect(open({7: kept}, "first").alteredCount).toBe(0);
    });
});

describe("taking away", () => {
    // The web client around it asks for them.
    defineMailModels();

    const asked = question(7, {code: "garden", name: "The garden?", kind: "text"});
    const open = (can_strike) => {
        const session = {id: 1, kind: "first", version: 4, can_write: true, can_strike};
        const call = async (_model, method, args) => {
            expect.step([method, ...args.slice(1)]);
            return {
                session: {...session, version: 5},
                case: {},
                answers: {},
                answered: [],
                permissions: {shares: []},
            };
        };
        return createInterviewStore(
            {call, silent: {call}},
            {
                session,
                case: {},
                participants: [],
                questionnaire: {sections: [{questions: [asked]}]},
                answers: {7: {...answer({text: "Secret"}), by_leaver: false}},
                permissions: {shares: []},
            }
        );
    };

    test("is offered only where answers are taken away", async () => {
        const props = {store: open(undefined), question: asked};
        await mountWithCleanup(InterviewQuestion, {props});
        expect("textarea").toHaveValue("Secret");
        expect(".o_exit_strike").toHaveCount(0);
        expect.verifySteps([]);
    });

    test("needs a second yes, and leaves nothing on the screen", async () => {
        const store = open(true);
        const props = {store, question: asked};
        await mountWithCleanup(InterviewQuestion, {props});
        await contains(".o_exit_strike").click();
        expect(".modal-body").toHaveText(/Nobody can bring it back/);
        await contains(".modal-footer .btn-secondary").click();
        expect("textarea").toHaveValue("Secret");
        expect.verifySteps([]);
        await contains(".o_exit_strike").click();
        await contains(".modal-footer .btn-danger").click();
        await animationFrame();
        expect.verifySteps([
            ["action_strike", 7],
            ["get_changes", 4],
        ]);
        expect("textarea").toHaveValue("");
        expect(".o_exit_strike").toHaveCount(0);
        expect(store.isUnsaved).toBe(false);
    });
});
