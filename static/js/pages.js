// Everything works without this file; it only spares a click and tidies addresses.
document.documentElement.classList.add("js");

// An address that is shared should hold no empty criterion.
document.addEventListener("htmx:configRequest", (evenement) => {
  if (evenement.detail.verb !== "get") return;
  const donnees = evenement.detail.formData;
  for (const [nom, valeur] of [...donnees.entries()]) {
    if (valeur === "" || (nom === "tri" && valeur === "code")) donnees.delete(nom);
  }
});
document.addEventListener("submit", (evenement) => {
  if (evenement.target.method !== "get") return;
  for (const champ of evenement.target.elements) {
    if (champ.name && champ.value === "") champ.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const champ of document.querySelectorAll("form[method=get] :disabled")) champ.disabled = false;
});

// What filters without reloading weighs as much as a page: it comes once one reaches for the form, and is told what
// was typed or checked before it came.
const filtres = document.querySelector("form[data-programme]");
if (filtres) {
  const GESTES = ["focusin", "pointerover", "touchstart"];
  let touche = null;
  const noter = ({ target }) => { touche = target; };
  const charger = () => {
    for (const geste of GESTES) filtres.removeEventListener(geste, charger);
    // Before the page is whole, the program would wait for a moment that is past.
    if (document.readyState !== "complete") { addEventListener("load", charger, { once: true }); return; }
    const programme = document.createElement("script");
    programme.src = filtres.dataset.programme;
    programme.addEventListener("load", () => {
      for (const geste of ["input", "change"]) filtres.removeEventListener(geste, noter);
      touche?.dispatchEvent(new Event("change", { bubbles: true }));
    });
    document.head.append(programme);
  };
  for (const geste of GESTES) filtres.addEventListener(geste, charger, { passive: true });
  for (const geste of ["input", "change"]) filtres.addEventListener(geste, noter);
  addEventListener("popstate", ({ state }) => { if (state?.htmx && !window.htmx) location.reload(); });
}

// A colour is put on the page that is there: what was typed in its forms stays.
document.addEventListener("submit", async (evenement) => {
  const { target: formulaire, submitter: choix } = evenement;
  if (!formulaire.matches(".apparence") || !choix) return;
  evenement.preventDefault();
  const corps = new URLSearchParams([[choix.name, choix.value]]);
  const gardee = await fetch(formulaire.action, { method: "POST", body: corps, redirect: "manual" }).catch(() => null);
  if (gardee?.type !== "opaqueredirect") return;
  const racine = document.documentElement;
  if (choix.value) racine.dataset.theme = choix.value; else delete racine.dataset.theme;
  for (const autre of formulaire.elements) {
    if (autre.name === choix.name) autre.setAttribute("aria-pressed", String(autre === choix));
  }
});

// A date is asked for once it is whole: when one leaves its field, or by Enter. What comes meanwhile waits, so
// that nothing takes the place of the field in which one types.
const enTrain = (champ) => champ.validity.badInput || champ.value !== champ.defaultValue;
document.addEventListener("focusout", ({ target }) => {
  if (!target.matches("#filtres input[type=date]") || !target.validity.valid) return;
  if (enTrain(target) || target.dataset.attend) target.form.requestSubmit();
});
document.addEventListener("htmx:beforeSwap", (evenement) => {
  const champ = document.activeElement;
  if (!champ?.matches("#resultats input[type=date]") || !evenement.detail.target.contains(champ)) return;
  const demandee = evenement.detail.requestConfig?.formData?.get(champ.name) ?? "";
  if (!champ.validity.badInput && champ.value === demandee) return;
  evenement.detail.shouldSwap = false;
  champ.dataset.attend = "oui";
});

// What one opened stays open when the results are replaced.
let ouverts = new Map();
const facettes = () => document.querySelectorAll("#resultats details");
document.addEventListener("htmx:beforeSwap", () => {
  ouverts = new Map([...facettes()].map((d) => [d.querySelector("summary").textContent, d.open]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const d of facettes()) d.open = ouverts.get(d.querySelector("summary").textContent) ?? d.open;
});

// What a page of error says, where it is not shown in place of this one.
const phraseDeLErreur = (reponse) => {
  const page = new DOMParser().parseFromString(reponse, "text/html");
  const dits = [...page.querySelectorAll(".erreur h1, .erreur .chapeau")].map((e) => e.textContent.trim());
  return dits.join(". ");
};
// A search that is not answered leaves the former results: that is said.
const avisDeRecherche = document.querySelector("[data-avis-recherche]");
if (avisDeRecherche) {
  const raison = avisDeRecherche.querySelector("span");
  const rien = raison.textContent;
  const dire = (phrase) => { raison.textContent = phrase || rien; avisDeRecherche.hidden = false; };
  document.addEventListener("htmx:beforeRequest", () => { avisDeRecherche.hidden = true; });
  document.addEventListener("htmx:responseError", ({ detail }) => dire(phraseDeLErreur(detail.xhr.responseText)));
  for (const sans of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(sans, () => dire(""));
}
