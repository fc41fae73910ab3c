// Sur la page d'une entrée : sa référence, avec le jour où on la lit, et de quoi la copier.

import { copier } from "../recherche/copier.js";

const COPIEE = "Référence copiée.";
const REFUS = "La copie est refusée par le navigateur\u202f: sélectionnez la référence, puis copiez-la.";

const citation = document.querySelector("[data-citation]");
const annonce = document.querySelector(".citer-gestes [data-annonce]");
const jour = new Date().toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" }).replace(/^1 /, "1er ");

const consulte = citation.querySelector("[data-consulte]");
if (consulte) consulte.textContent = ` [consulté le ${jour}]`;

document.querySelector("[data-copier-la-reference]").addEventListener("click", async () => {
  const dit = (await copier(citation.textContent.trim())) ? COPIEE : REFUS;
  // Dire deux fois la même chose se dit deux fois.
  annonce.textContent = annonce.textContent === dit ? `${dit}\u00a0` : dit;
});
