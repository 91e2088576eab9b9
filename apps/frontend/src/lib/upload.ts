/** Sends a file and tells how far it has come, which fetch cannot. */
import { ApiError, notConnected, OURS, refusal } from "./request";
import type { Upload } from "./schemas";

/**
 * Uploads a statement file. `onSent` is told the part that is sent, from 0 to 1. Throws ApiError
 * when the server cannot be reached or refuses.
 */
export function uploadStatement(file: File, onSent: (part: number) => void): Promise<Upload> {
  const body = new FormData();
  body.set("file", file);
  return new Promise((resolve, reject: (error: ApiError) => void) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/imports");
    for (const [name, value] of Object.entries(OURS)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(notConnected());
    request.onload = () => {
      const content = jsonOrNull(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(content as Upload);
      else reject(refusal(request.status, request.statusText, content));
    };
    request.send(body);
  });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
