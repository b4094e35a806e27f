/** A picture made no larger than the form wants it; one that cannot be read stays as it is. */
export async function shrink(file: File, pixels: number): Promise<File> {
  try {
    const picture = await createImageBitmap(file);
    const scale = pixels / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await asFile(canvas, file.name, file.type === "image/png" ? "image/png" : "image/jpeg");
  } catch {
    return file;
  }
}

export function asFile(canvas: HTMLCanvasElement, name: string, type = "image/png"): Promise<File> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(new File([blob], name, { type })) : reject(new Error("no picture"))),
      type,
      0.85,
    );
  });
}
