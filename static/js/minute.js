// News in a minute. Without this file, « Voir avant de publier » shows the same preview, of the same server.
const formulaire = document.querySelector("[data-minute]");
const partie = formulaire.querySelector("[data-apercu]");
const texte = formulaire.querySelector("textarea");
const compte = formulaire.querySelector("[data-compte]");

const nombre = new Intl.NumberFormat(document.documentElement.lang);
const compter = () => {
  const dits = { n: texte.value.length, limite: Number(compte.dataset.limite) };
  compte.textContent = compte.dataset.compte.replace(/\{(n|limite)\}/g, (_tout, nom) => nombre.format(dits[nom]));
  compte.hidden = false;
};

// The server writes, reads and undoes: what is shown is what its rules say, never a second reading of them.
let enCours = null;
const montrer = async () => {
  enCours?.abort();
  enCours = new AbortController();
  const corps = new FormData(formulaire);
  // To look is no act: it has no key.
  corps.delete("une_fois");
  corps.set("_apercu", "partie");
  const options = { method: "POST", body: new URLSearchParams(corps), signal: enCours.signal };
  const reponse = await fetch(location.pathname, options).catch(() => null);
  if (!reponse?.ok || reponse.redirected) return;
  const lu = await reponse.text().catch(() => "");
  const page = new DOMParser().parseFromString(lu, "text/html");
  partie.replaceChildren(...page.body.childNodes);
};
let attente = 0;
const bientot = (delai) => {
  clearTimeout(attente);
  attente = setTimeout(montrer, delai);
};
formulaire.addEventListener("input", ({ target }) => {
  compter();
  bientot(target.matches("[type=radio], select") ? 0 : 600);
});
// What Enter presses: it shows, and nothing leaves the page.
formulaire.addEventListener("submit", (evenement) => {
  clearTimeout(attente);
  if (evenement.submitter?.name !== "_apercu") { enCours?.abort(); return; }
  evenement.preventDefault();
  montrer();
});
compter();
