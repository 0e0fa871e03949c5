import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifySerializerCompiler } from 'fastify';

type Encoder = (answer: unknown) => string;

const compile = SerializerSelector()({});
const encoders = new WeakMap<object, Encoder>();

/**
 * Fastify's own serialisers, each schema compiled once in a process: most answers of all routes on all listeners are
 * the same problem.
 */
export const encoderOf: FastifySerializerCompiler<object> = (definition) => {
  const known = encoders.get(definition.schema);
  if (known !== undefined) return known;
  const encoder: Encoder = compile(definition as Parameters<typeof compile>[0]);
  encoders.set(definition.schema, encoder);
  return encoder;
};
