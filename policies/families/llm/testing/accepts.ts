import { isDeepStrictEqual } from 'node:util';

interface Schema {
  readonly type: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly pattern?: string;
}

const KNOWN = new Set(
  'type enum properties required additionalProperties items minItems uniqueItems minLength pattern format description'.split(
    ' ',
  ),
);

/** Whether a JSON Schema takes the value. Throws: where the schema uses a word that is not known here. */
export function accepts(schemaOf: object, value: unknown): boolean {
  const unknown = Object.keys(schemaOf).find((word) => !KNOWN.has(word));
  if (unknown !== undefined) throw new Error(`The schema says "${unknown}".`);
  const schema = schemaOf as Schema;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!types.includes(typeOf(value))) return false;
  if (schema.enum && !schema.enum.some((one) => isDeepStrictEqual(one, value))) return false;
  if (typeof value === 'string')
    return value.length >= (schema.minLength ?? 0) && new RegExp(schema.pattern ?? '', 'u').test(value);
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) return false;
    if (schema.uniqueItems && new Set(value).size < value.length) return false;
    return value.every((item) => accepts(schema.items ?? {}, item));
  }
  if (typeof value !== 'object' || value === null) return true;
  const properties = schema.properties ?? {};
  return (
    (schema.required ?? []).every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, item]) =>
      Object.hasOwn(properties, key) ? accepts(properties[key] ?? {}, item) : schema.additionalProperties !== false,
    )
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
