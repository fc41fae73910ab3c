// Un long travail rend la main au navigateur : on peut taper et faire défiler pendant ce temps.

const TRANCHE = 20; // millisecondes de travail d'affilée

let fin = 0;

/** Le temps, en millisecondes, que rien ne se passe. */
export const attendre = (duree) => new Promise((suite) => { setTimeout(suite, duree); });

/** À attendre entre deux étapes d'un travail : rien, ou le temps que le reste passe. */
export async function souffler() {
  if (performance.now() < fin) return;
  await (window.scheduler?.yield?.() ?? attendre(0));
  fin = performance.now() + TRANCHE;
}
