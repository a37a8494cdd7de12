// While a form is being sent its buttons wait: a second click is spared. The server does it once in any case.
const boutons = (formulaire) =>
  [...formulaire.elements].filter((e) => e.type === "submit" && !e.disabled);
const ATTENTE = 15000;
const rendre = (formulaire) => {
  for (const bouton of formulaire.querySelectorAll("[data-envoi]")) {
    bouton.disabled = false;
    bouton.removeAttribute("data-envoi");
  }
};
const retenir = (formulaire) => {
  for (const bouton of boutons(formulaire)) {
    bouton.disabled = true;
    bouton.dataset.envoi = "";
  }
  // An answer that never comes, a page that one stops: the form may be sent again.
  setTimeout(() => rendre(formulaire), ATTENTE);
};
document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (formulaire.getAttribute("method")?.toLowerCase() !== "post" || evenement.defaultPrevented) return;
  // After the form was read: the button that was pressed is sent with it.
  setTimeout(() => retenir(formulaire));
});
document.addEventListener("htmx:beforeSend", ({ target }) => {
  if (target.matches?.("form[method=post]")) retenir(target);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt?.matches?.("form[method=post]")) rendre(detail.elt);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(rendre));
