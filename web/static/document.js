// A text opened at a quotation: bring the marked words into view.

const mark = document.querySelector("mark");
if (mark) mark.scrollIntoView({ block: "center" });
if (matchMedia("(max-width: 900px)").matches) document.querySelector(".outline details")?.removeAttribute("open");
