import {browser} from "@web/core/browser/browser";
import {session} from "@web/session";

const PREFIX = "exit_interview_draft:record:";
// A day: long enough to sign in again, and no longer than a shared tablet should keep.
const LONGEST = 24 * 60 * 60 * 1000;

/**
 * What an interviewer wrote and could not save yet: kept as long as the tab, until it is
 * saved, the login ends, somebody else signs in, or a day is over.
 */
function getStore() {
    try {
        return browser.sessionStorage;
    } catch {
        return null;
    }
}

function read(key) {
    try {
        return JSON.parse(getStore().getItem(key));
    } catch {
        return null;
    }
}

function isOver(draft) {
    const isAnothers = session.uid && draft?.user !== session.uid;
    return !draft || isAnothers || !(Date.now() - draft.date < LONGEST);
}

function getKeys() {
    return Object.keys(getStore() || {}).filter((key) => key.startsWith(PREFIX));
}

export const drafts = {
    /** Tell whether anything waits to be saved in this tab. */
    exist() {
        return getKeys().length > 0;
    },

    /** Return the draft of a conversation, or null. */
    find(reference) {
        return read(PREFIX + reference);
    },

    /** Keep the questions that are not saved; with none, keep nothing. */
    keep(reference, version, questions) {
        try {
            if (Object.keys(questions).length) {
                const draft = {user: session.uid, date: Date.now(), version, questions};
                getStore().setItem(PREFIX + reference, JSON.stringify(draft));
            } else {
                getStore().removeItem(PREFIX + reference);
            }
        } catch {
            // A full or forbidden store: the words still stand in the page.
        }
    },

    /** Remove all drafts, or those that are not to be kept any longer. */
    wipe(isAll = true) {
        for (const key of getKeys()) {
            if (isAll || isOver(read(key))) {
                getStore().removeItem(key);
            }
        }
    },
};

// On every page of the site, whoever opens it.
drafts.wipe(false);
