// Un long travail rend la main au navigateur : on peut taper et faire défiler pendant ce temps.

const TRANCHE = 20; // millisecondes de travail d'affilée

let fin = 0;

/** À attendre entre deux étapes d'un travail : rien, ou le temps que le reste passe. */
export async function souffler() {
  if (performance.now() < fin) return;
  await (window.scheduler?.yield?.() ?? new Promise((suite) => { setTimeout(suite); }));
  fin = performance.now() + TRANCHE;
}
