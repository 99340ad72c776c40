/**
 * File formats: from named tensors to bytes and back.
 *
 * A codec is two pure functions. It knows neither models nor files: what the names mean is the business of the room
 * above, and bytes may as well come from a network. What it cannot read it refuses by name.
 */

export {
  type NamedTensor,
  readSafetensors,
  type SafetensorsContent,
  writeSafetensors,
} from './safetensors.ts';
