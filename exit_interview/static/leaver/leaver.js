// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* The leaver's pages work without this; with it they are quicker and safer to use. */
(function () {
    "use strict";

    // "Leave this page": no step back leads to what was read here.
    for (const exit of document.querySelectorAll("a.exit")) {
        exit.addEventListener("click", (event) => {
            event.preventDefault();
            document.body.textContent = "";
            window.location.replace(exit.href);
        });
    }

    // A second touch on a button sends nothing twice.
    for (const form of document.querySelectorAll("form")) {
        form.addEventListener("submit", (event) => {
            if (form.dataset.sent) {
                event.preventDefault();
            }
            form.dataset.sent = "1";
        });
    }
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll("form[data-sent]")) {
            delete form.dataset.sent;
        }
    });

    // What went wrong is read out first.
    const alert = document.querySelector("[role=alert]");
    if (alert) {
        alert.setAttribute("tabindex", "-1");
        alert.focus();
    }
})();
