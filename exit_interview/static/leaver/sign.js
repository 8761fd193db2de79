// Copyright 2026 The Exit Interview contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* Lets the leaver draw a signature beside the typed name. Without this file the name
   alone is asked for, and is enough. */
(function () {
    "use strict";

    const area = document.getElementById("draw");
    const canvas = document.getElementById("draw_canvas");
    const field = document.getElementById("drawn");
    if (!area || !canvas.getContext) {
        return;
    }
    const pen = canvas.getContext("2d");
    let last = null;
    area.hidden = false;

    function clear() {
        pen.fillStyle = "#ffffff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        field.value = "";
    }

    function getPoint(event) {
        const box = canvas.getBoundingClientRect();
        return {
            x: ((event.clientX - box.left) * canvas.width) / box.width,
            y: ((event.clientY - box.top) * canvas.height) / box.height,
        };
    }

    function draw(event) {
        if (!last) {
            return;
        }
        const point = getPoint(event);
        pen.beginPath();
        pen.moveTo(last.x, last.y);
        pen.lineTo(point.x, point.y);
        pen.stroke();
        last = point;
        event.preventDefault();
    }

    function stop() {
        if (last) {
            last = null;
            field.value = canvas.toDataURL("image/png");
        }
    }

    clear();
    pen.strokeStyle = "#1b2a33";
    pen.lineWidth = 6;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    canvas.addEventListener("pointerdown", (event) => {
        last = getPoint(event);
        canvas.setPointerCapture(event.pointerId);
        draw(event);
    });
    canvas.addEventListener("pointermove", draw);
    canvas.addEventListener("pointerup", stop);
    canvas.addEventListener("pointercancel", stop);
    document.getElementById("draw_clear").addEventListener("click", clear);
})();
