import type { AnyType, Field, Primitive, TypeDef } from '../../../shared/scale/type.ts'
import type { PortableDef, PortableField, PortableType } from './types.ts'

/** Numbers of the primitives in scale-info's enum. */
const PRIMITIVES: Readonly<Record<Primitive, number>> = {
  bool: 0,
  str: 2,
  u8: 3,
  u16: 4,
  u32: 5,
  u64: 6,
  u128: 7,
  i16: 10,
  i32: 11,
  i64: 12,
  i128: 13,
}

/** Documentation as metadata has it: lines without the indentation of the source. */
export const docLines = (text: string): readonly string[] =>
  text === '' ? [] : text.split('\n').map((line) => line.trim())

type Shape = Omit<PortableType, 'id'>

/**
 * The types of a runtime by number. Types of equal path and structure share one, whoever made the objects, so the
 * registry is small and does not depend on how the source is arranged.
 */
export class TypeRegistry {
  readonly #byObject = new Map<AnyType, number>()
  readonly #byShape = new Map<string, number>()
  readonly #shapes: Shape[] = []

  /** The number of a type; adds it and all it is made of when it is new. */
  idOf(type: AnyType): number {
    const known = this.#byObject.get(type)
    if (known !== undefined) return known
    return typeof type.def === 'function' ? this.#addRecursive(type, type.def) : this.#addPlain(type, type.def)
  }

  get types(): readonly PortableType[] {
    return this.#shapes.map((shape, id) => ({ id, ...shape }))
  }

  #addPlain(type: AnyType, def: TypeDef): number {
    const shape = this.#shapeOf(type, def)
    const key = JSON.stringify(shape)
    const id = this.#byShape.get(key) ?? this.#shapes.push(shape) - 1
    this.#byShape.set(key, id)
    this.#byObject.set(type, id)
    return id
  }

  /** A type that contains itself has its number before its structure is known. */
  #addRecursive(type: AnyType, def: () => TypeDef): number {
    const id = this.#shapes.push({ path: type.path, params: [], def: { tag: 'tuple', value: [[]] }, docs: [] }) - 1
    this.#byObject.set(type, id)
    this.#shapes[id] = this.#shapeOf(type, def())
    return id
  }

  #shapeOf(type: AnyType, def: TypeDef): Shape {
    const params = (type.params ?? []).map((param) => ({
      name: param.name,
      type: param.type === undefined ? undefined : this.idOf(param.type),
    }))
    return { path: type.path, params, def: this.#portable(def), docs: [] }
  }

  #portable(def: TypeDef): PortableDef {
    switch (def.tag) {
      case 'primitive':
        return { tag: 'primitive', value: [PRIMITIVES[def.value]] }
      case 'compact':
      case 'sequence':
        return { tag: def.tag, value: [this.idOf(def.of)] }
      case 'array':
        return { tag: 'array', value: [def.length, this.idOf(def.of)] }
      case 'tuple':
        return { tag: 'tuple', value: [def.of.map((type) => this.idOf(type))] }
      case 'composite':
        return { tag: 'composite', value: [def.fields.map((field) => this.#field(field))] }
      case 'variant':
        return {
          tag: 'variant',
          value: [
            def.variants.map(({ name, index, fields, docs }) => ({
              name,
              index,
              fields: fields.map((field) => this.#field(field)),
              docs: docLines(docs),
            })),
          ],
        }
    }
  }

  #field({ name, type, typeName }: Field): PortableField {
    return { name, type: this.idOf(type), typeName, docs: [] }
  }
}
