/**
 * Downloads against servers that misbehave: what is asked, what is said, and what stands in the folder afterwards.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert } from 'chai';
import { type DownloadOptions, type DownloadProgress, download } from '../../src/datasets/download.ts';
import { generic } from '../shared/values.ts';
import { cut, send, serve, type TestServer } from './shared/servers.ts';

const whole = Uint8Array.from(generic(300_007, [0, 255], { whole: true }));
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sha256 = hash(whole);
const size = whole.length;
const byHand = 'Or fetch it on foot.';

describe('downloads', () => {
  let folder: string;
  let server: TestServer | undefined;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'multiperceptron-'));
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    fs.rmSync(folder, { recursive: true });
  });

  const start = async (answer: Parameters<typeof serve>[0]) => {
    server = await serve(answer);
    return server;
  };
  const path = () => join(folder, 'set', 'pictures.gz');
  const load = (options: Partial<DownloadOptions> = {}, url = `${server!.url}a/pictures.gz?v=2`) =>
    download('mnist', url, path(), { size, sha256, byHand, ...options });
  const there = () => (fs.existsSync(join(folder, 'set')) ? fs.readdirSync(join(folder, 'set')) : []);
  const leave = (bytes: Uint8Array, name = 'pictures.gz.part') => {
    fs.mkdirSync(join(folder, 'set'), { recursive: true });
    fs.writeFileSync(join(folder, 'set', name), bytes);
  };
  /** What a promise is rejected with. */
  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => assert.fail('nothing was thrown'),
      (error) => error,
    );
  const assertWhole = () => {
    assert.deepEqual(there(), ['pictures.gz']);
    assert.equal(hash(fs.readFileSync(path())), sha256);
  };
  const assertFails = async (work: Promise<unknown>, kind: string, ...words: string[]) => {
    const error = await failure(work);
    assert.equal(error.name, kind, error.message);
    for (const word of words) assert.include(error.message, word);
    assert.notInclude(there(), 'pictures.gz');
  };

  it('a file comes whole, and tells how far it is', async () => {
    await start((request, response) => send(request, response, whole));
    const told: DownloadProgress[] = [];
    await load({ onProgress: (progress) => told.push(progress) });
    assertWhole();
    assert.deepEqual(server!.asked, [{ path: '/a/pictures.gz?v=2', range: undefined }]);
    assert.deepEqual(told.at(-1), { file: 'pictures.gz', received: size, total: size });
    assert.isAbove(told.length, 1);
    told.forEach(({ received }, i) => {
      assert.isAbove(received, told[i - 1]?.received ?? 0);
    });
  });

  it('without a size that is known, the total is what the server says', async () => {
    const totals = new Set<number | null>();
    await start((request, response, count) => {
      if (count === 1) send(request, response, whole);
      else response.writeHead(200).end(whole); // in chunks, without a length
    });
    for (let i = 0; i < 2; i++) {
      await load({ size: undefined, onProgress: ({ total }) => totals.add(total) });
      assertWhole();
      fs.rmSync(path());
    }
    assert.deepEqual([...totals], [size, null]);
  });

  it('an old file of this name is replaced at the end', async () => {
    await start((request, response) => send(request, response, whole));
    leave(Uint8Array.of(7), 'pictures.gz');
    await load();
    assertWhole();
  });

  it('redirects are followed, with the range that is asked for', async () => {
    await start((request, response) => {
      if (request.url?.startsWith('/a/')) response.writeHead(302, { location: '/b/elsewhere' }).end();
      else send(request, response, whole);
    });
    leave(whole.subarray(0, 1234));
    await load();
    assertWhole();
    assert.deepEqual(server!.asked[1], { path: '/b/elsewhere', range: 'bytes=1234-' });
  });

  describe('a connection that is cut', () => {
    it('goes on at the same place', async () => {
      const conditions: unknown[] = [];
      await start((request, response, count) => {
        conditions.push(request.headers['if-range']);
        if (count < 3) cut(request, response, whole, 70_001);
        else send(request, response, whole);
      });
      await load();
      assertWhole();
      const ranges = server!.asked.map(({ range }) => range);
      assert.deepEqual(ranges, [undefined, 'bytes=70001-', 'bytes=140002-']);
      assert.deepEqual(conditions, [undefined, '"7f3a"', '"7f3a"']);
    });

    it('too often: says how much came, keeps it apart, and a later call goes on', async () => {
      let broken = true;
      await start((request, response) => {
        if (broken) cut(request, response, whole, 50_021);
        else send(request, response, whole);
      });
      const message = `the connection to ${server!.url}a/pictures.gz?v=2 was cut; expected ${size} bytes, received 150063. Call it again: it goes on`;
      await assertFails(load(), 'DataError', message);
      assert.equal(server!.asked.length, 3);
      assert.deepEqual(there(), ['pictures.gz.part']);
      broken = false;
      await load();
      assertWhole();
      assert.equal(server!.asked.at(-1)!.range, 'bytes=150063-');
    });

    it('as often as retries say', async () => {
      await start((request, response) => cut(request, response, whole, 1009));
      await assertFails(load({ retries: 0 }), 'DataError', 'was cut', 'received 1009');
      assert.equal(server!.asked.length, 1);
      await assertFails(load({ retries: 4 }), 'DataError', 'received 6054');
      assert.equal(server!.asked.length, 6);
    });

    it('before any answer', async () => {
      await start((request, response, count) => {
        if (count === 1) response.destroy();
        else send(request, response, whole);
      });
      await load();
      assertWhole();
      await server!.close();
      await start((_, response) => void response.destroy());
      fs.rmSync(path());
      await assertFails(load(), 'DataError', 'received 0. Call it again.');
      assert.deepEqual(there(), []);
    });
  });

  describe('what an earlier call left', () => {
    it('is continued, and the larger of two', async () => {
      await start((request, response) => send(request, response, whole));
      leave(whole.subarray(0, 77_777));
      leave(whole.subarray(0, 99_999), 'pictures.gz.999999999-17.part'); // of a process that is no more
      await load();
      assertWhole();
      assert.deepEqual(server!.asked, [{ path: '/a/pictures.gz?v=2', range: 'bytes=99999-' }]);
    });

    it('by a process of the same number is continued', async () => {
      await start((request, response) => send(request, response, whole));
      const name = `pictures.gz.${process.pid}-17.part`;
      leave(whole.subarray(0, 4321), name);
      const before = Date.now() / 1000 - process.uptime() - 60;
      fs.utimesSync(join(folder, 'set', name), before, before);
      await load();
      assertWhole();
      assert.equal(server!.asked[0].range, 'bytes=4321-');
    });

    it('is left alone while another process loads it', async () => {
      await start((request, response) => send(request, response, whole));
      for (const owner of [process.pid, process.ppid]) {
        leave(whole.subarray(0, 4321), `pictures.gz.${owner}-17.part`);
        await load();
        assert.equal(server!.asked.at(-1)!.range, undefined);
        assert.sameMembers(there(), ['pictures.gz', `pictures.gz.${owner}-17.part`]);
        fs.rmSync(join(folder, 'set'), { recursive: true });
      }
    });

    it('is copied: what another machine may still write into it is not in the file', async () => {
      await start((request, response) => send(request, response, whole));
      leave(whole.subarray(0, 5000));
      const elsewhere = fs.openSync(`${path()}.part`, 'a');
      try {
        await load({ onProgress: () => fs.writeSync(elsewhere, 'more') });
        fs.writeSync(elsewhere, 'and more');
      } finally {
        fs.closeSync(elsewhere);
      }
      assertWhole();
      assert.deepEqual(
        server!.asked.map(({ range }) => range),
        ['bytes=5000-'],
      );
    });

    it('of another user, who does not share it, is no obstacle', async () => {
      await start((request, response) => send(request, response, whole));
      leave(whole.subarray(0, 5000));
      const { getBuiltinModule } = process;
      const refuse = (file: string) => {
        if (file === `${path()}.part`) throw Object.assign(new Error('EACCES: no'), { code: 'EACCES' });
      };
      const shared = {
        ...fs,
        copyFileSync: (from: string) => refuse(from),
        renameSync(from: string, to: string) {
          refuse(from);
          fs.renameSync(from, to);
        },
      };
      const modules = (name: string) => (name === 'node:fs' ? shared : getBuiltinModule(name as 'node:fs'));
      Object.assign(process, { getBuiltinModule: modules });
      try {
        await load();
      } finally {
        Object.assign(process, { getBuiltinModule });
      }
      assert.sameMembers(there(), ['pictures.gz', 'pictures.gz.part']);
      assert.equal(hash(fs.readFileSync(path())), sha256);
      assert.equal(server!.asked[0].range, undefined);
    });

    it('is not a folder of that name', async () => {
      await start((request, response) => send(request, response, whole));
      fs.mkdirSync(`${path()}.part`, { recursive: true });
      await load();
      assert.sameMembers(there(), ['pictures.gz', 'pictures.gz.part']);
      assert.equal(hash(fs.readFileSync(path())), sha256);
    });

    it('is complete: nothing is asked', async () => {
      await start((request, response) => send(request, response, whole));
      leave(whole);
      await load();
      assertWhole();
      assert.isEmpty(server!.asked);
    });

    it('is of another file, or longer: it begins again by itself', async () => {
      await start((request, response) => send(request, response, whole));
      for (const wrong of [
        whole.subarray(1, 1000),
        whole.subarray(1),
        new Uint8Array(size),
        new Uint8Array(size + 5),
      ]) {
        leave(wrong);
        await load();
        assertWhole();
        fs.rmSync(path());
      }
    });

    it('of unknown size', async () => {
      await start((request, response) => send(request, response, whole));
      for (const part of [whole.subarray(0, 1000), whole, new Uint8Array(1000), new Uint8Array(size + 5)]) {
        leave(part);
        await load({ size: undefined });
        assertWhole();
        fs.rmSync(path());
      }
    });
  });

  it('a server without ranges begins again', async () => {
    await start((_, response) => void response.writeHead(200, { 'content-length': size }).end(whole));
    leave(whole.subarray(0, 5000));
    await load();
    assertWhole();
    assert.deepEqual(server!.asked, [{ path: '/a/pictures.gz?v=2', range: 'bytes=5000-' }]);
  });

  it('a server that refuses the range (416), or gives another one, is asked for all', async () => {
    for (const answer of [
      { status: 416, range: `bytes */${size}` },
      { status: 206, range: `bytes 0-${size - 1}/${size}` },
    ]) {
      await start((request, response) => {
        if (request.headers.range === undefined) send(request, response, whole);
        else response.writeHead(answer.status, { 'content-range': answer.range }).end();
      });
      leave(whole.subarray(0, 5000));
      await load();
      assertWhole();
      assert.deepEqual(
        server!.asked.map(({ range }) => range),
        ['bytes=5000-', undefined],
      );
      await server!.close();
      fs.rmSync(path());
    }
  });

  it('a server that gives another range than the one after a cut is asked for all', async () => {
    await start((request, response, count) => {
      if (count === 1) cut(request, response, whole, 5000);
      else if (count === 3) send(request, response, whole);
      else response.writeHead(206, { 'content-range': `bytes 0-${size - 1}/${size}` }).end(whole);
    });
    await load();
    assertWhole();
    const ranges = server!.asked.map(({ range }) => range);
    assert.deepEqual(ranges, [undefined, 'bytes=5000-', undefined]);
  });

  describe('refuses, and nothing is left', () => {
    const empty = () => assert.deepEqual(there(), []);

    it('a size that the server announces', async () => {
      await start((request, response) => send(request, response, whole.subarray(0, 999)));
      await assertFails(
        load(),
        'DataError',
        `mnist: ${server!.url}a/pictures.gz?v=2 has the wrong size; expected 300007 bytes, received 999. Its server`,
        byHand,
      );
      empty();
    });

    it('a size that turns out, too small and too large', async () => {
      for (const bytes of [whole.subarray(0, 999), Buffer.concat([whole, whole.subarray(0, 9)])]) {
        await start((_, response) => void response.writeHead(200).end(bytes));
        await assertFails(load(), 'DataError', 'has the wrong size; expected 300007 bytes, received ');
        empty();
        await server!.close();
      }
    });

    it('other bytes, naming both hashes', async () => {
      const other = whole.slice();
      other[size - 1] ^= 4;
      await start((request, response) => send(request, response, other));
      for (const known of [size, undefined]) {
        const words = [`expected the SHA-256 ${sha256}, received ${hash(other)}. Its server`, byHand];
        await assertFails(load({ size: known }), 'DataError', 'is not the file that it was', ...words);
        empty();
      }
      assert.equal(server!.asked.length, 2);
    });

    it('other bytes after what an earlier call left, when all of them came anew', async () => {
      const other = whole.slice();
      other[size - 1] ^= 4;
      await start((request, response) => send(request, response, other));
      leave(whole.subarray(0, 5000));
      await assertFails(load(), 'DataError', 'is not the file that it was');
      const ranges = server!.asked.map(({ range }) => range);
      assert.deepEqual(ranges, ['bytes=5000-', undefined]);
      empty();
      await server!.close();

      await start((_, response) => void response.writeHead(200).end(other)); // all at once, whatever is asked
      leave(whole.subarray(0, 5000));
      await assertFails(load(), 'DataError', 'is not the file that it was');
      assert.equal(server!.asked.length, 1);
      empty();
    });

    it('a wrong size as soon as it is known', async () => {
      await start((_, response, count) => {
        if (count === 1) response.writeHead(200, { 'content-length': 999 }).flushHeaders();
        else response.writeHead(200).write(Buffer.concat([whole, whole])); // and no end
      });
      await assertFails(load(), 'DataError', 'received 999.');
      await assertFails(load(), 'DataError', 'has the wrong size');
      empty();
    });

    it('a page that answers in its place', async () => {
      await start((_, response) => void response.writeHead(200).end('<html>Log in first</html>'));
      await assertFails(load(), 'DataError', 'wrong size', 'something on the way answered in its place');
      empty();
    });

    it('a file that a server calls packed, so that it is unpacked on the way', async () => {
      const packed = gzipSync(whole.subarray(0, 100_000));
      await start((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
      });
      const message =
        'received 100000. Its server says that it packed it in gzip, so that it was unpacked on the way.';
      const known = { size: packed.length, sha256: hash(packed) };
      await assertFails(load(known), 'DataError', `has the wrong size; expected ${packed.length} bytes, `);
      await assertFails(load(), 'DataError', message);
      empty();
      await load({ size: 100_000, sha256: hash(whole.subarray(0, 100_000)) });
      assert.deepEqual(there(), ['pictures.gz']);
    });

    it('404 and 500', async () => {
      let status = 404;
      await start((_, response) => void response.writeHead(status).end('no'));
      await assertFails(
        load(),
        'DataError',
        `mnist: ${server!.url}a/pictures.gz?v=2 was answered by 404 Not Found. The address may be old. ${byHand}`,
      );
      status = 500;
      await assertFails(
        load(),
        'DataError',
        'was answered by 500 Internal Server Error. The server may work again later.',
      );
      empty();
      leave(whole.subarray(0, 5000));
      await assertFails(load(), 'DataError', 'was answered by 500');
      assert.deepEqual(there(), ['pictures.gz.part']); // that still is worth something
    });

    it('a port on which nobody listens', async () => {
      const { url, close } = await serve(() => {});
      await close();
      await assertFails(
        load({}, `${url}pictures.gz`),
        'DataError',
        `mnist: ${url}pictures.gz is not reached (ECONNREFUSED). Go online and call it again. ${byHand}`,
      );
      empty();
    });

    it('what is no address', async () => {
      for (const url of ['', 'pictures.gz', 'ftp://example.org/a', 'file:///etc/passwd']) {
        await assertFails(
          load({}, url),
          'ArgumentError',
          'mnist: url is not usable; expected an address that begins with http',
        );
      }
    });

    it('platforms without fetch', async () => {
      await start((request, response) => send(request, response, whole));
      const { fetch } = globalThis;
      Object.assign(globalThis, { fetch: undefined });
      try {
        await assertFails(load(), 'StateError', 'there is no fetch here');
      } finally {
        Object.assign(globalThis, { fetch });
      }
      empty();
    });
  });

  it('a signal ends it with its reason; what came is kept, and a later call goes on', async () => {
    const controller = new AbortController();
    let slow = true;
    await start((request, response) => {
      if (!slow) return send(request, response, whole);
      response.writeHead(200, { 'content-length': size }).write(whole.subarray(0, 60_000));
    });
    const reason = new Error('enough');
    const onProgress = ({ received }: DownloadProgress) => {
      if (received === 60_000) controller.abort(reason);
    };
    assert.equal(await failure(load({ signal: controller.signal, onProgress, retries: 0 })), reason);
    assert.deepEqual(there(), ['pictures.gz.part']);
    slow = false;
    await load();
    assertWhole();
    assert.equal(server!.asked[1].range, 'bytes=60000-');
  });

  it('a signal that is given before the server answers, or before the call', async () => {
    const controller = new AbortController();
    await start(() => controller.abort());
    assert.equal((await failure(load({ signal: controller.signal }))).name, 'AbortError');
    assert.deepEqual(there(), []);
    fs.rmdirSync(join(folder, 'set'));
    assert.equal((await failure(load({ signal: controller.signal }))).name, 'AbortError');
    assert.equal(server!.asked.length, 1);
    assert.isFalse(fs.existsSync(join(folder, 'set')));
  });

  it('an error of onProgress is passed on, and is no cut', async () => {
    await start((request, response) => send(request, response, whole));
    const fault = new Error('no bar');
    const fail = () => {
      throw fault;
    };
    assert.equal(await failure(load({ onProgress: fail })), fault);
    assert.equal(server!.asked.length, 1);
    assert.deepEqual(there(), ['pictures.gz.part']);
  });

  it('two at once, in one process', async () => {
    await start((request, response) => send(request, response, whole));
    await Promise.all([load(), load(), load()]);
    assertWhole();
    fs.rmSync(path());
    leave(whole.subarray(0, 5000)); // for one of them
    const before = Date.now() / 1000 - process.uptime() - 60;
    fs.utimesSync(`${path()}.part`, before, before);
    server!.asked.length = 0;
    await Promise.all([load(), load(), load()]);
    assertWhole();
    assert.sameMembers(
      server!.asked.map(({ range }) => range),
      ['bytes=5000-', undefined, undefined],
    );
  });

  /** Another process that loads the same file. */
  const elsewhere = () => {
    const module = new URL('../../src/datasets/download.js', import.meta.url).href;
    const call = [`${server!.url}pictures.gz`, path(), { size, sha256, byHand }];
    const program = `
      const { download } = await import(${JSON.stringify(module)});
      await download('mnist', ...${JSON.stringify(call)});`;
    return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  };

  it('two processes at once', async () => {
    const waiting: (() => void)[] = [];
    await start((request, response) => {
      waiting.push(() => send(request, response, whole)); // both are answered when both have asked
      if (waiting.length === 2) for (const answer of waiting) answer();
    });
    const codes = [elsewhere(), elsewhere()].map(
      (other) => new Promise((resolve) => other.on('exit', resolve)),
    );
    assert.deepEqual(await Promise.all(codes), [0, 0]);
    assertWhole();
  });

  it('a process that is killed leaves no half file, and the next one goes on', async () => {
    let killed = false;
    const other = await new Promise<ReturnType<typeof elsewhere>>((resolve) => {
      void start((request, response) => {
        if (killed) return send(request, response, whole);
        response.writeHead(200, { 'content-length': size }).write(whole.subarray(0, 60_000));
      }).then(() => {
        const child = elsewhere();
        const look = setInterval(() => {
          const [part] = there();
          if (part === undefined || fs.statSync(join(folder, 'set', part)).size < 60_000) return;
          clearInterval(look);
          resolve(child);
        }, 10);
      });
    });
    const ended = new Promise((resolve) => other.on('exit', resolve));
    other.kill('SIGKILL');
    await ended;
    killed = true;
    assert.match(there().join(), /^pictures\.gz\.\d+-\d+\.part$/);
    await load();
    assertWhole();
    assert.equal(server!.asked.at(-1)!.range, 'bytes=60000-');
  });

  it('a folder that cannot be made, and a disk that is full', async () => {
    await start((request, response) => send(request, response, whole));
    fs.writeFileSync(join(folder, 'set'), '');
    const error = await failure(load());
    assert.equal(error.name, 'DataError');
    assert.include(error.message, `${join(folder, 'set')} is there, and is no folder. Choose another place.`);
    assert.isEmpty(server!.asked);
    fs.rmSync(join(folder, 'set'));

    const { getBuiltinModule } = process;
    const full = {
      ...fs,
      writeSync() {
        throw Object.assign(new Error('ENOSPC: no'), { code: 'ENOSPC' });
      },
    };
    const modules = (name: string) => (name === 'node:fs' ? full : getBuiltinModule(name as 'node:fs'));
    Object.assign(process, { getBuiltinModule: modules });
    try {
      await assertFails(load(), 'DataError', `mnist: there is no space left for ${path()}. Make room`);
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
    assert.deepEqual(there(), []);
  });
});
