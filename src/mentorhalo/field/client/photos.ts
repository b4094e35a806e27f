/** Photos made small enough for a village's signal, and their fingerprint. What was in a photo beside the picture (where it was taken) goes. */
import type { FileInfo } from "./outbox";

const LONGEST = 2048;
const QUALITY = 0.85;

export interface Prepared {
  info: FileInfo;
  bytes: Uint8Array<ArrayBuffer>;
}

export async function prepared(file: File, what: string): Promise<Prepared> {
  const made = file.type.startsWith("image/") ? ((await smaller(file)) ?? file) : file;
  const bytes = new Uint8Array(await made.arrayBuffer());
  const info: FileInfo = {
    id: crypto.randomUUID(),
    name: made.name,
    type: made.type,
    size: bytes.byteLength,
    sha256: await fingerprint(bytes),
    what,
  };
  return { info, bytes };
}

export async function fingerprint(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The sides of a picture scaled down, in proportion; never up. */
export function scaled(width: number, height: number): [number, number] {
  const share = Math.min(1, LONGEST / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

/** The picture as a JPEG of at most 2048 pixels; nothing if this browser cannot read it, then it goes as it is. */
async function smaller(file: File): Promise<File | undefined> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  const [width, height] = scaled(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) return undefined;
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
}
