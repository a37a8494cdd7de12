// News in a minute. Without this file, « Voir avant de publier » shows the same preview, of the same server.
const formulaire = document.querySelector("[data-minute]");
const partie = formulaire.querySelector("[data-apercu]");
const perime = formulaire.querySelector("[data-perime]");
const texte = formulaire.querySelector("textarea");
const compte = formulaire.querySelector("[data-compte]");

const nombre = new Intl.NumberFormat(document.documentElement.lang);
const compter = () => {
  const dits = { n: texte.value.length, limite: Number(compte.dataset.limite) };
  compte.textContent = compte.dataset.compte.replace(/\{(n|limite)\}/g, (_tout, nom) => nombre.format(dits[nom]));
  compte.hidden = false;
};

// The server reads what its rules would say: never a second reading of them here. One request at a time: what
// is typed meanwhile makes the one in flight pointless.
const PATIENCE = 10_000;
let enCours = null;
const demander = async (signal) => {
  const corps = new FormData(formulaire);
  // To look is no act: it has no key.
  corps.delete("une_fois");
  corps.set("_apercu", "partie");
  const options = { method: "POST", body: new URLSearchParams(corps), signal };
  const reponse = await fetch(location.pathname, options);
  if (!reponse.ok || reponse.redirected) throw new Error(reponse.status);
  return new DOMParser().parseFromString(await reponse.text(), "text/html").body.childNodes;
};
// What is shown is no longer what is typed: said in words, to whoever sees it and to whoever hears it.
const dire = (fautif) => {
  perime.textContent = fautif ? perime.dataset.perime : "";
  partie.toggleAttribute("data-ancien", fautif);
};
const montrer = async () => {
  enCours?.abort();
  const demande = enCours = new AbortController();
  const fin = setTimeout(() => demande.abort(), PATIENCE);
  try {
    const lu = await demander(demande.signal);
    if (demande !== enCours) return;
    partie.replaceChildren(...lu);
    dire(false);
  } catch {
    if (demande === enCours) dire(true);
  } finally {
    clearTimeout(fin);
  }
};
let attente = 0;
const bientot = (delai) => {
  clearTimeout(attente);
  attente = setTimeout(montrer, delai);
};
// What was refused is changed: its refusal tells of before.
const taire = (nom) => {
  const erreur = document.getElementById(`id_${nom}_error`);
  if (!erreur || erreur.hidden) return;
  erreur.hidden = true;
  for (const champ of formulaire.querySelectorAll(`[name="${nom}"]`)) champ.removeAttribute("aria-invalid");
};
formulaire.addEventListener("input", ({ target }) => {
  taire(target.name);
  compter();
  bientot(target.matches("[type=radio], select") ? 0 : 600);
});
// What Enter presses: it shows, and nothing leaves the page.
formulaire.addEventListener("submit", (evenement) => {
  clearTimeout(attente);
  if (evenement.submitter?.name !== "_apercu") { enCours?.abort(); enCours = null; return; }
  evenement.preventDefault();
  montrer();
});
compter();
