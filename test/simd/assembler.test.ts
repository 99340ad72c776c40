/**
 * The assembler: numbers in bytes, values on the stack, loops and calls.
 */
import { assert } from 'chai';
import { Bytes } from '../../src/simd/assembler/encode.ts';
import { f32, f32x4, FunctionBuilder, i32, ModuleBuilder, v128 } from '../../src/simd/assembler/index.ts';
import { requireWebAssembly } from '../../src/simd/webassembly.ts';
import { generic } from '../shared/values.ts';
import { runCode } from './run-code.ts';

/** LEB128 read back: seven bits a byte, the lowest first. */
function decode(bytes: Uint8Array, signed: boolean): bigint {
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * i);
  assert.isTrue(
    bytes.every((byte, i) => byte > 0x7f === i < bytes.length - 1),
    'only the last byte ends the number',
  );
  return signed ? BigInt.asIntN(7 * bytes.length, value) : value;
}

describe('numbers in bytes', () => {
  const edges = Array.from({ length: 32 }, (_, i) => 2 ** i).flatMap((power) => [
    power - 1,
    power,
    power + 1,
  ]);
  const random = generic(2000, [0, 2 ** 32 - 1], { whole: true });

  it('whole numbers without a sign', () => {
    for (const value of [0, ...edges, 2 ** 32 - 1, ...random]) {
      const bytes = new Bytes().unsigned(value).view();
      assert.equal(decode(bytes, false), BigInt(value));
      const bits = Math.max(1, Math.floor(Math.log2(Math.max(1, value))) + 1);
      assert.equal(bytes.length, Math.ceil(bits / 7), `bytes of ${value}`);
    }
  });

  it('whole numbers with a sign', () => {
    const values = [...edges, ...random].map((value) => value | 0);
    for (const value of [
      0,
      -1,
      63,
      64,
      -64,
      -65,
      2 ** 31 - 1,
      -(2 ** 31),
      ...values,
      ...values.map((x) => -x | 0),
    ]) {
      const bytes = new Bytes().signed(value).view();
      assert.equal(decode(bytes, true), BigInt(value));
      if (bytes.length > 1) {
        const shorter = BigInt.asIntN(7 * (bytes.length - 1), BigInt(value));
        assert.notEqual(shorter, BigInt(value), `${value} in fewer bytes`);
      }
    }
  });

  it('floats, names, and what has its length before it', () => {
    assert.deepEqual([...new Bytes().float32(1).view()], [0, 0, 0x80, 0x3f]);
    assert.deepEqual([...new Bytes().float64(-2).view()], [0, 0, 0, 0, 0, 0, 0, 0xc0]);
    assert.deepEqual([...new Bytes().name('env').view()], [3, 0x65, 0x6e, 0x76]);
    assert.deepEqual([...new Bytes().sized(new Bytes().append([7, 8])).view()], [2, 7, 8]);
  });

  it('as many as are written', () => {
    const bytes = new Bytes();
    for (let i = 0; i < 1000; i++) bytes.byte(i & 0xff);
    bytes.append(new Uint8Array(5000).fill(9));
    assert.equal(bytes.length, 6000);
    assert.deepEqual([bytes.view()[300], bytes.view()[999], bytes.view()[5999]], [44, 231, 9]);
  });
});

describe('a value', () => {
  const builder = () => new FunctionBuilder(0, 1);

  it('can be used once', () => {
    const f = builder();
    const x = f.i32(1);
    i32.eqz(x);
    assert.throws(() => i32.eqz(x), 'exactly once');
  });

  it('cannot be both operands', () => {
    const f = builder();
    const x = f.i32(1);
    assert.throws(() => i32.add(x, x), 'exactly once');
  });

  it('is used in the order in which it was made', () => {
    const f = builder();
    const [x, y] = [f.i32(1), f.i32(2)];
    assert.throws(() => i32.add(y, x), 'in the order');
  });

  it('is used before what was made after it is left behind', () => {
    const f = builder();
    const x = f.i32(1);
    f.i32(2);
    assert.throws(() => i32.eqz(x), 'not on top');
  });

  it('of another function is refused', () => {
    const [f, g] = [builder(), builder()];
    const x = f.i32(1);
    assert.throws(() => i32.add(g.i32(1), x), 'not on top');
  });

  it('is not left over at the end of a function, a loop or a condition', () => {
    const f = builder();
    f.i32(1);
    assert.throws(() => f.body(), 'leaves values on the stack');
    const g = builder();
    assert.throws(() => g.repeat(3, [], () => g.i32(1)), 'leaves values on the stack');
    const h = builder();
    assert.throws(() => h.when(h.i32(1), () => h.i32(1)), 'leaves values on the stack');
  });

  it('is given for each parameter of a callee', () => {
    const f = builder();
    assert.throws(() => f.call(builder()), 'takes 1 values, not 0');
  });
});

describe('code', () => {
  const count = (times: number) => {
    const buffer = runCode((f) => {
      const [at, sum] = [f.local('i32', f.i32(100)), f.local('i32', f.i32(0))];
      f.repeat(times, [[at, 4]], () => sum.set(i32.add(sum.get(), at.get())));
      i32.store(f.i32(0), sum.get());
      i32.store(f.i32(0), at.get(), 4);
    }, new ArrayBuffer(0));
    return Array.from(new Int32Array(buffer, 0, 2));
  };

  it('repeats 0, 1 or more times, and moves its pointers after each', () => {
    assert.deepEqual(count(0), [0, 100]);
    assert.deepEqual(count(1), [100, 104]);
    assert.deepEqual(count(3), [312, 112]);
  });

  it('runs only where a condition holds', () => {
    const buffer = runCode((f) => {
      f.when(f.i32(0), () => i32.store(f.i32(0), f.i32(1)));
      f.when(f.i32(-1), () => i32.store(f.i32(0), f.i32(1), 4));
    }, new ArrayBuffer(0));
    assert.deepEqual(Array.from(new Int32Array(buffer, 0, 2)), [0, 1]);
  });

  it('calls other functions with values', () => {
    const buffer = runCode((f, module) => {
      const callee = module.function(
        (g) => i32.store(g.parameters[0].get(), i32.add(g.parameters[0].get(), g.parameters[1].get())),
        { parameters: 2 },
      );
      f.call(callee, f.i32(8), f.i32(5));
    }, new ArrayBuffer(0));
    assert.equal(new Int32Array(buffer, 8, 1)[0], 13);
  });

  it('keeps values of all types in locals, in any order', () => {
    const buffer = runCode((f) => {
      const x = f.local('f32', f.f32(1.5));
      const n = f.local('i32', f.i32(3));
      const y = f.local('f32');
      const v = f.local('v128', f32x4.splat(f.f32(2)));
      const z = f.local('f32', y.tee(f32.add(x.get(), x.get())));
      v128.store(f.i32(0), v.get());
      f32.store(f.i32(0), f32.add(z.get(), f32.add(y.get(), f32.convert_i32_s(n.get()))), 16);
    }, new ArrayBuffer(0));
    assert.deepEqual(Array.from(new Float32Array(buffer, 0, 5)), [2, 2, 2, 2, 9]);
  });

  it('has no functions, or many', () => {
    const { validate } = requireWebAssembly();
    assert.isTrue(validate(new ModuleBuilder().bytes()));
    const module = new ModuleBuilder();
    for (let i = 0; i < 300; i++) module.function(() => {}, { exported: `f${i}`, parameters: i % 3 });
    assert.isTrue(validate(module.bytes()));
  });
});
