// Des octets reçus à ce qu'ils disent.

/** Les octets d'un fichier, que le serveur a pu décompresser lui-même. */
export async function decompresser(recus) {
  const octets = new Uint8Array(recus);
  if (octets[0] !== 0x1f || octets[1] !== 0x8b) return octets;
  const flux = new Response(octets).body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(flux).arrayBuffer());
}

/** Ce que dit un fichier JSON, compressé ou non : hooks/capitalisation/search/packing.py */
export const lireJson = async (recus) => JSON.parse(new TextDecoder().decode(await decompresser(recus)));
