import { parseToForm, type ToForm, type ToHost } from '../src/views/protocol';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();

export function post(message: ToHost): void {
  host.postMessage(message);
}

/** Calls `receive` with every well-formed message of the host. */
export function listen(receive: (message: ToForm) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = parseToForm(data);
    if (message) {
      receive(message);
    }
  });
}
