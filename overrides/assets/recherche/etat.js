// L'état de la recherche est son adresse : ?q=…&themes=…&themes=…&tri=date&page=2

import { adresseIci } from "./ici.js";

export const FACETTES = ["types", "themes", "territoires", "dispositifs", "publics", "demarches", "annees"];
export const TRIS = ["pertinence", "date", "titre"];

/** @returns {{q: string, facettes: Object<string, string[]>, tri: string, page: number}} */
export function lire(recherche) {
  const champs = new URLSearchParams(recherche);
  const tri = champs.get("tri");
  return {
    q: (champs.get("q") || "").trim(),
    facettes: Object.fromEntries(FACETTES.map((f) => [f, [...new Set(champs.getAll(f).filter(Boolean))]])),
    tri: TRIS.includes(tri) ? tri : TRIS[0],
    page: Math.max(1, Number.parseInt(champs.get("page"), 10) || 1),
  };
}

/** L'adresse d'un état : « ?… », ou celle de la page pour l'état de départ. */
export function ecrire(etat) {
  const champs = new URLSearchParams();
  if (etat.q) champs.set("q", etat.q);
  for (const facette of FACETTES) for (const valeur of etat.facettes[facette]) champs.append(facette, valeur);
  if (etat.tri !== TRIS[0]) champs.set("tri", etat.tri);
  if (etat.page > 1) champs.set("page", String(etat.page));
  return adresseIci(champs.toString());
}

/** L'état sans une valeur de facette, à la première page. */
export function sans(etat, facette, valeur) {
  return { ...etat, page: 1, facettes: { ...etat.facettes, [facette]: etat.facettes[facette].filter((v) => v !== valeur) } };
}

/** L'état sans aucun filtre, à la première page. */
export function sansFiltre(etat) {
  return { ...etat, page: 1, facettes: Object.fromEntries(FACETTES.map((f) => [f, []])) };
}

export const filtres = (etat) => FACETTES.flatMap((facette) => etat.facettes[facette].map((valeur) => ({ facette, valeur })));
