// Un constat, de la règle à l'écran : sous quel champ, à quelle étape, et dans quels mots.

import { creer } from "../recherche/dom.js";
import { AVANT } from "./fiche.js";

const GRAVITES = { E: "À corriger", A: "À regarder", C: "Conseil" };

/** Les mots du formulaire, là où ceux du vérificateur parlent de clés et de lignes à écrire. */
const DITS = {
  E013: ["ce champ est obligatoire"],
  E014: ["ce champ est vide"],
  E028: [null, ""],
  E040: ["cette section est obligatoire"],
  E060: [null, "Ajoutez-en une\u202f: son titre, son éditeur, son année."],
  E061: [null, "Cochez la case quand chacune a relu et accepté, ou choisissez le statut «\u202fBrouillon\u202f» à la dernière étape."],
};

/** @returns {string[]} ce qui ne va pas, et comment y remédier */
export function expliquer({ code, message, correction }) {
  const [dit = message, conseil = DITS[code] ? "" : correction] = DITS[code] ?? [];
  return [dit ?? message, conseil].filter(Boolean);
}

/** Ce dont parle un cadre du formulaire : un chemin, ou une section du récit. */
export const cleDe = (cadre) => cadre.dataset.chemin ?? `§${cadre.dataset.section}`;

/** Ce qui parle du nom du fichier, et non du texte. */
const deFichier = ({ champ, code }) => !champ && (code === "E030" || code === "E031");

/** Le cadre le plus proche de ce dont parle un constat. */
export function cadreDe(forme, fiche, constat) {
  if (deFichier(constat)) return forme.querySelector('[data-chemin="identifiant"]');
  if (!constat.champ) return forme.querySelector(`[data-section="${CSS.escape(sectionDe(fiche, constat))}"]`);
  for (let chemin = constat.champ; chemin; chemin = chemin.replace(/\.?[^.]+$/, "")) {
    const cadre = forme.querySelector(`[data-chemin="${CSS.escape(chemin)}"]`);
    if (cadre) return cadre;
  }
  return null;
}

/** La section dont parle un constat : celle qui manque, ou celle où se trouve sa ligne, comptée de 1. */
function sectionDe(fiche, { code, message, ligne }) {
  const { sections, recit: seul } = fiche.genre;
  if (seul) return seul.titre;
  const absente = code === "E040" && sections.find(({ titre }) => message.includes(`«\u00a0${titre}\u00a0»`) || message.includes(`« ${titre} »`) || message.includes(`«\u202f${titre}\u202f»`));
  if (absente) return absente.titre;
  const lignes = fiche.corps.split("\n").slice(0, Math.max(ligne, 0));
  const titres = lignes.map((texte) => /^## +(.+?) *$/.exec(texte)?.[1]).filter((titre) => sections.some((section) => section.titre === titre));
  return titres.at(-1) ?? (fiche.parties.avant ? AVANT : sections[0].titre);
}

/** L'étape où l'on y remédie. */
export function etapeDe(fiche, constat) {
  if (!constat.champ) return deFichier(constat) ? "essentiel" : "recit";
  const [cle] = constat.champ.split(".");
  return fiche.genre.etapes.find((etape) => etape.cles.includes(cle))?.id ?? "relire";
}

/** Le nom de ce dont parle un constat, tel que le formulaire le montre. */
export function nomDe(fiche, constat) {
  if (!constat.champ) return deFichier(constat) ? "Nom du fichier" : sectionDe(fiche, constat);
  const [cle, ...suite] = constat.champ.split(".");
  // « leviers.2.type » : Leviers 2, Type de facteur
  let ici = fiche.genre.champs.find(({ nom }) => nom === cle);
  let dit = ici?.label ?? cle;
  for (const etape of suite) {
    if (/^\d+$/.test(etape)) dit += ` ${etape}`;
    else {
      ici = ici?.champs?.find(({ nom }) => nom === etape);
      dit += `, ${(ici?.label ?? etape).replace(/^\p{Lu}(?!\p{Lu})/u, (lettre) => lettre.toLowerCase())}`;
    }
  }
  return dit;
}

/** Écrit sous un champ ce que l'on en dit, si cela a changé. */
export function montrerDans(cadre, constats) {
  const zone = cadre.querySelector(":scope > .constats");
  if (!zone) return;
  const texte = constats.map(({ code }) => code).join() + constats.map(({ message }) => message).join();
  if (zone.dataset.dit === texte) return;
  zone.dataset.dit = texte;
  zone.replaceChildren(...constats.map((constat) => creer("p", { class: `constat constat-${constat.code[0]}` }, creer("b", {}, GRAVITES[constat.code[0]]), `\u202f: ${expliquer(constat).join(". ")}`)));
  const saisie = cadre.querySelector(":scope > :is(input, textarea, select), :scope > .choix input");
  if (constats.some(({ code }) => code.startsWith("E"))) saisie?.setAttribute("aria-invalid", "true");
  else saisie?.removeAttribute("aria-invalid");
}
