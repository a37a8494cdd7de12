// A meeting is one page with many forms: each replaces only its own part (hx-* in the templates), so that what
// is being typed in the others stays. Without script each form reloads the page.
const avis = document.querySelector("[data-avis-tenue]");
const rien = avis.textContent;
document.addEventListener("htmx:beforeSwap", (evenement) => {
  const { target, serverResponse, xhr } = evenement.detail;
  // A login page, a failure: nothing of what is in the page is thrown away.
  const perdu = !serverResponse.includes(`id="${target.id}"`);
  if (perdu) evenement.detail.shouldSwap = false;
  avis.hidden = !perdu;
  // A form whose first answer never came, sent again with other words: the server's own sentence.
  const deja = xhr.status === 409 && new DOMParser().parseFromString(serverResponse, "text/html");
  const sien = deja ? deja.querySelector("[data-avis]")?.textContent : xhr.status > 428 && phraseDeLErreur(serverResponse);
  avis.textContent = sien || rien;
});
document.addEventListener("htmx:sendError", () => { avis.textContent = rien; avis.hidden = false; });
