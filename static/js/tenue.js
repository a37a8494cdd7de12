// A meeting is one page with many forms: each replaces only its own part (hx-* in the templates), so that what
// is being typed in the others stays. Without script each form reloads the page.
const avis = document.querySelector("[data-avis-tenue]");
document.addEventListener("htmx:beforeSwap", (evenement) => {
  const { target, serverResponse } = evenement.detail;
  // A login page, a failure: nothing of what is in the page is thrown away.
  const perdu = !serverResponse.includes(`id="${target.id}"`);
  if (perdu) evenement.detail.shouldSwap = false;
  avis.hidden = !perdu;
});
document.addEventListener("htmx:sendError", () => { avis.hidden = false; });
