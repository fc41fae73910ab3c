// Les entrées telles qu'on les emporte : hooks/capitalisation/views/explore/picked.py

import { lireJson } from "../recherche/octets.js";
import { demander } from "../recherche/transport.js";

const paquets = new Map();

/** Le fichier d'une entrée, de son seul identifiant : hooks/capitalisation/explore/packs.py */
export function numero(id, nombre) {
  let empreinte = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(id)) empreinte = Math.imul(empreinte ^ octet, 0x01000193);
  return (empreinte >>> 0) % nombre;
}

/** L'entrée de chaque identifiant, ou null quand elle n'est plus dans la base ; un ancien nom mène au nouveau. */
export const entrees = (ids, nombre) => Promise.all(ids.map((id) => entree(id, nombre)));

async function entree(id, nombre) {
  // « constructor » peut venir d'une adresse, et n'est pas une entrée pour autant.
  const { entrees: siennes, renvois } = await paquet(id, nombre);
  if (Object.hasOwn(siennes, id)) return siennes[id];
  return Object.hasOwn(renvois, id) ? (await paquet(renvois[id], nombre)).entrees[renvois[id]] ?? null : null;
}

function paquet(id, nombre) {
  const n = numero(id, nombre);
  if (!paquets.has(n)) paquets.set(n, lirePaquet(n, nombre).catch((erreur) => { paquets.delete(n); throw erreur; }));
  return paquets.get(n);
}

async function lirePaquet(n, nombre) {
  const lu = await lireJson(await demander(`explorer/entrees/${n}.gz`, { change: true }));
  // Rangées autrement, des entrées sembleraient manquer.
  if (lu.paquets !== nombre) throw new Error("Le site a été publié à nouveau depuis que la page est ouverte");
  return lu;
}
