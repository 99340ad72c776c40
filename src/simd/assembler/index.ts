/**
 * The assembler: WebAssembly written as nested calls of TypeScript.
 */
export type { F32, F64, I32, I64, Type, V128, Value } from './code.ts';
export { type Advance, FunctionBuilder, type Local } from './function.ts';
export { f32, f32x4, f64, f64x2, i32, i32x4, i64, select, shuffle, v128 } from './instructions.ts';
export { ModuleBuilder } from './module.ts';
