import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentationOf } from '../../../src/api/documentation';
import { explain } from '../../../src/api/explain';
import { MEANINGS } from '../../../src/api/meanings';
import { CALL_ERROR_KINDS, callError } from '../../../src/api/outcome';
import { OPERATIONS, type OperationName } from '../../../src/api/operations';
import { offersFor } from '../../../src/views/offers';
import { FORM_ACTIONS } from '../../../src/views/protocol';

const TROUBLESHOOTING = readFileSync(path.resolve(__dirname, '../../../../docs/troubleshooting.md'), 'utf8');

describe('An outcome is explained', () => {
  for (const kind of CALL_ERROR_KINDS) {
    const error = callError(kind, 'Words of the server.');
    it(`where it is ${kind}: what it means, the next step, and the buttons for it`, () => {
      const { meaning, remedy } = explain({ error });
      assert.equal(meaning, MEANINGS[kind]);
      assert.equal(remedy, error.remedy);
      assert.match(meaning, /^(?:[A-Z]|infoRouter).*\.$/);
      assert.match(remedy, /^[A-Z].*\.$/);
      assert.ok(offersFor(error).every(action => FORM_ACTIONS.includes(action)));
    });

    it(`where it is ${kind}, in the documentation with the same words`, () => {
      const row = TROUBLESHOOTING.split('\n').find(line => line.startsWith(`| [\`${kind}\`]`));
      assert.ok(row, `no row for ${kind}`);
      const { meaning, remedy } = explain({ error });
      const cells = row.split('|').map(cell => cell.trim());
      assert.deepEqual(cells.slice(-3, -1), [meaning, remedy]);
    });
  }

  it('where it is [900], [901] or [902], by the code', () => {
    const codes = [
      [callError('authenticationFailed', '[900] x', 900), /no ticket that the server could read/],
      [callError('sessionExpired', '[901] x', 901), /no longer valid on this server/],
      [callError('apiError', '[902] x', 902), /issues no ticket to this account/],
    ] as const;
    for (const [error, meaning] of codes) {
      assert.match(explain({ error }).meaning, meaning);
    }
    const unknown = callError('apiError', '[4711] x', 4711);
    assert.equal(explain({ error: unknown }).meaning, MEANINGS.apiError);
  });

  it('where a failure came without a remedy', () => {
    const { remedy } = explain({ error: { kind: 'userNotFound', message: 'x' } });
    assert.equal(remedy, callError('userNotFound', 'x').remedy);
  });

  it('where it is a success that nobody has verified', () => {
    const { meaning, remedy } = explain({});
    assert.match(meaning, /what it stores now was not asked/);
    assert.match(remedy, /^Load the current address/);
  });
});

describe('The documentation of an operation', () => {
  it('is a page of its own on infoRouter’s public site', () => {
    assert.equal(
      documentationOf('UpdateUserEmail'),
      'https://support.inforouter.com/api-docs/UpdateUserEmail',
    );
    for (const operation of Object.keys(OPERATIONS) as OperationName[]) {
      assert.equal(new URL(documentationOf(operation)).origin, 'https://support.inforouter.com');
    }
  });
});
