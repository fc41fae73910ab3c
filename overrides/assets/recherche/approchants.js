// Quand rien ne répond : les termes des vocabulaires et les mots les plus proches.

import { termes } from "./acces.js";
import { forme } from "./formes.js";
import { mots, vide } from "./mots.js";
import { proches } from "./orthographe.js";
import { analyser } from "./requete.js";

const NOMBRE = 5;
const LARGEUR = 1.5; // des mots plus éloignés que pour une correction
const DEBUT = 5; // lettres communes à partir desquelles deux mots se ressemblent

/** @returns {Promise<{libelle: string, famille: string, adresse: string, compte: number}[]>} */
export async function approchants(saisie) {
  const cherches = analyser(saisie).parties.flatMap((p) => p.mots.map((m) => m.texte)).filter((mot) => !vide(mot));
  if (!cherches.length) return [];
  const voisins = (await Promise.all(cherches.map((mot) => proches(mot, NOMBRE, LARGEUR)))).flat();
  const vises = new Set([...cherches, ...voisins.map((v) => v.mot)].map(forme));
  const { familles, termes: lignes } = await termes();
  const trouves = [];
  for (const [famille, libelle, adresse, compte, egales = [], synonymes = []] of lignes) {
    if (!compte || !adresse) continue;
    const siens = [libelle, ...egales, ...synonymes].flatMap(mots).map(forme);
    const note = siens.filter((mot) => vises.has(mot)).length * 2 + siens.filter((mot) => cherches.some((c) => ressemble(mot, c))).length;
    if (note) trouves.push({ libelle, famille: familles[famille], adresse, compte, note: note / Math.sqrt(siens.length) });
  }
  trouves.sort((a, b) => b.note - a.note || b.compte - a.compte);
  const libres = voisins.sort((a, b) => a.ecart - b.ecart).map(({ forme: libelle }) => ({ libelle, famille: "", adresse: "", compte: 0 }));
  return [...libres.slice(0, 3), ...trouves].slice(0, NOMBRE);
}

const ressemble = (a, b) => a.length >= DEBUT && b.length >= DEBUT && a.slice(0, DEBUT) === b.slice(0, DEBUT);
