/**
 * The instant server: takes a request, and answers with the recorded answer to UpdateUserEmail. A bare socket, since a
 * server that is slower than the clients would hide what they differ in. Forked by run.mjs, which it tells its address.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recordings = join(dirname(fileURLToPath(import.meta.url)), '../wire/recordings');

/** A recorded answer as it comes on a connection that stays open. */
function recorded(name) {
  const text = readFileSync(join(recordings, `${name}.response.http`), 'latin1');
  return Buffer.from(text.replace(/^Connection: close\r\n/m, ''), 'latin1');
}
const PLAIN = recorded('update-post-ok');
const PLAIN_TEXT = PLAIN.toString('latin1').replace(
  'Content-Length: 75',
  `Content-Length: ${75 + ' n="000000000"'.length}`,
);
const ENVELOPE = recorded('update-soap11-ok');

/** For an address that begins with `/vary`: no two answers are alike, so none can be known from the one before. */
let answers = 0;
const varied = () => PLAIN_TEXT.replace('error=""', `error="" n="${String(answers++).padStart(9, '0')}"`);

const server = createServer(socket => {
  let pending = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', chunk => {
    pending += chunk.latin1Slice();
    for (;;) {
      const head = pending.indexOf('\r\n\r\n');
      const length = head < 0 ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(pending)?.[1] ?? 0);
      if (head < 0 || pending.length < head + 4 + length) {
        return;
      }
      if (pending.startsWith('POST /vary')) {
        socket.write(varied(), 'latin1');
      } else {
        socket.write(pending.startsWith('POST /srv.asmx HTTP') ? ENVELOPE : PLAIN);
      }
      pending = pending.slice(head + 4 + length);
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/srv.asmx`));
process.on('disconnect', () => process.exit());
