"use strict";
// On a phone a row of a list is a card: each cell says the name of its column (administration.css draws it).
for (const table of document.querySelectorAll("#result_list")) {
  const noms = [...table.querySelectorAll("thead th")].map((th) => th.querySelector(".text")?.textContent.trim() ?? "");
  for (const ligne of table.tBodies[0].rows) {
    [...ligne.cells].forEach((cellule, rang) => { cellule.dataset.colonne = noms[rang]; });
  }
  table.classList.add("en-cartes");
}
// What Django's actions.js says of the rows that are chosen, in the words that the page gives it.
const compteur = document.querySelector(".action-counter[data-plusieurs]");
if (compteur && window.ngettext) {
  const aucune = compteur.textContent, { une, plusieurs } = compteur.dataset, djangoDit = window.ngettext;
  window.ngettext = (singulier, pluriel, n) =>
    pluriel === "%(sel)s of %(cnt)s selected" ? [aucune, une][n] ?? plusieurs : djangoDit(singulier, pluriel, n);
}
// A row that was just added to a form receives the focus.
document.addEventListener("formset:added", ({ target }) => {
  target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});
// What is printed is whole, also where the browser does not know how to open a section on paper (administration.css).
let fermees = [];
addEventListener("beforeprint", () => {
  fermees = [...document.querySelectorAll("details:not([open])")];
  for (const section of fermees) section.open = true;
});
addEventListener("afterprint", () => { for (const section of fermees) section.open = false; });
// A link to what is folded unfolds it, from this page or from another.
const ouvrirLaCible = (ancre) => {
  const cible = ancre.length > 1 && document.getElementById(decodeURIComponent(ancre.slice(1)));
  if (!cible) return;
  for (let pli = cible.closest("details"); pli; pli = pli.parentElement.closest("details")) pli.open = true;
  cible.scrollIntoView();
};
document.addEventListener("click", ({ target }) => {
  const lien = target.closest?.('a[href^="#"]');
  if (lien) ouvrirLaCible(lien.hash);
});
addEventListener("hashchange", () => ouvrirLaCible(location.hash));
ouvrirLaCible(location.hash);
// A summary of errors takes the focus even where something else had asked for it.
document.querySelector(".a-regler, .conflit[autofocus]")?.focus();
// The next code of the axis that one chooses, until one types another; without this, an empty code takes it.
const champCode = document.querySelector("#id_code[data-suivants]");
const champAxe = document.querySelector("#id_axe");
if (champCode && champAxe) {
  const suivants = JSON.parse(champCode.dataset.suivants);
  let propose = champCode.value;
  const proposer = () => {
    if (champCode.value !== propose || !suivants[champAxe.value]) return;
    champCode.value = propose = suivants[champAxe.value];
  };
  champAxe.addEventListener("change", proposer);
  if (!propose) proposer();
}
