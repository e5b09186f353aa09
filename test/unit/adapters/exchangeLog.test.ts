import assert from 'node:assert/strict';
import { ExchangeLog } from '../../../src/adapters/exchangeLog';
import { exchangeOf } from './exchanges';

const MEGABYTE = 1024 * 1024;

/** A log that has seen these exchanges, named by their order from 0, each of so many megabytes. */
function logOf(...megabytes: number[]): ExchangeLog {
  const log = new ExchangeLog();
  megabytes.forEach((size, at) => log.record(exchangeOf(String(at), 0, size * MEGABYTE)));
  return log;
}
const ids = (log: ExchangeLog) => log.list().map(({ id }) => id);

describe('the exchange log', () => {
  it('lists the newest first and finds by id', () => {
    const log = logOf(0, 0, 0);
    assert.deepEqual(ids(log), ['2', '1', '0']);
    assert.equal(log.find('1')?.id, '1');
    assert.equal(log.find(''), undefined);
    assert.equal(log.find('3'), undefined);
  });

  it('keeps the latest hundred', () => {
    const log = logOf(...new Array<number>(100).fill(0));
    assert.ok(log.find('0'));
    log.record(exchangeOf('one more'));
    assert.equal(log.find('0'), undefined);
    assert.equal(log.list().length, 100);
    assert.equal(ids(log)[99], '1');
  });

  it('keeps at most 32 MB of bodies, the newest ones', () => {
    assert.deepEqual(ids(logOf(16, 16)), ['1', '0']);
    assert.deepEqual(ids(logOf(16, 16, 1)), ['2', '1']);
    assert.deepEqual(ids(logOf(1, 31, 1)), ['2', '1']);
    assert.deepEqual(ids(logOf(1, 32, 0)), ['2', '1']);
  });

  it('counts the bodies of requests too', () => {
    const log = logOf(20);
    log.record(exchangeOf('request', 13 * MEGABYTE));
    assert.deepEqual(ids(log), ['request']);
  });

  it('keeps the newest, however large it is', () => {
    const log = logOf(1, 40);
    assert.deepEqual(ids(log), ['1']);
    log.record(exchangeOf('small'));
    assert.deepEqual(ids(log), ['small']);
  });

  it('keeps one without a response', () => {
    const log = new ExchangeLog();
    const { response, ...exchange } = exchangeOf('none');
    assert.ok(response);
    log.record(exchange);
    assert.deepEqual(ids(log), ['none']);
  });

  it('hands out a list of its own', () => {
    const log = logOf(0, 0);
    log.list().pop();
    assert.equal(log.list().length, 2);
  });
});
