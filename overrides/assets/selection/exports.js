// Emporter une sélection dans un fichier : chaque entrée est déjà écrite, il n'y a qu'à les réunir.

import { ancrer } from "../contribution/texte.js";

const FORMATS = {
  // La marque du début dit aux tableurs que le texte est en UTF-8.
  csv: { type: "text/csv", ecrire: (entrees, { enteteCsv }) => `\ufeff${enteteCsv}\r\n${reunir(entrees, "csv")}` },
  ris: { type: "application/x-research-info-systems", ecrire: (entrees) => reunir(entrees, "ris") },
  bib: { type: "application/x-bibtex", ecrire: (entrees) => reunir(entrees, "bibtex", "\n") },
  "csl.json": { type: "application/vnd.citationstyles.csl+json", ecrire: (entrees) => JSON.stringify(entrees.map((e) => e.csl)) },
  md: { type: "text/markdown", ecrire: (entrees, { titre }) => `# ${titre.replace(/[\\`*_[\]<>#|~&!]/g, "\\$&")}\n\n${reunir(entrees, "markdown", "\n")}` },
};

const reunir = (entrees, cle, entre = "") => entrees.map((e) => e[cle]).join(entre);

/** Donne un fichier au navigateur, sans serveur : aussi dans l'archive. */
export function telecharger(format, entrees, contexte) {
  const { type, ecrire } = FORMATS[format];
  const url = URL.createObjectURL(new Blob([ecrire(entrees, contexte)], { type: `${type};charset=utf-8` }));
  const lien = Object.assign(document.createElement("a"), { href: url, download: `${ancrer(contexte.titre) || "selection"}.${format}` });
  lien.click();
  // Le navigateur a pris le fichier au prochain tour.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
