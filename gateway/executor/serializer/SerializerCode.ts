import {
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLAbstractType,
  type GraphQLEnumType,
  type GraphQLInterfaceType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { readingCode } from '../ownKeys.js';
import type { Site } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { collectFields, type CollectedField, type Operation } from './collectFields.js';
import { emitLeaf, textsOf } from './emitLeaf.js';

/** Interfaces of very many types, nested in each other: what is generated for them would fill the memory. */
const functionLimit = 3_000;

/** Where a value is, in generated code, and what to write before it. */
interface Place {
  /** Names of the object or list, and of the key in it. */
  readonly container: 'o' | 'a';
  readonly key: string;
  readonly prefix: string;
  readonly of: string;
}

/**
 * JavaScript that writes an answer as JSON: one function for each object type of each selection. A function gets the text so
 * far, and returns it with its own; undefined if its object is null, which goes up to the next place that may be null
 * (GraphQL, §6.4.4). Only ever adding to one text makes it cheap to put together in the end.
 */
export class SerializerCode {
  readonly sites: Site[] = [];
  readonly enums: Map<unknown, string>[] = [];
  readonly functions: string[] = [];
  readonly #operation: Operation;
  readonly #responseNames: ReadonlyMap<string, string>;
  readonly #names = new Map<string, string>();
  readonly #enumNames = new Map<GraphQLEnumType, string>();
  readonly #setIds = new Map<SelectionSetNode, number>();

  constructor(operation: Operation, responseNames: ReadonlyMap<string, string>) {
    this.#operation = operation;
    this.#responseNames = responseNames;
  }

  /**
   * @param type an interface for objects of which nothing more is known, which is enough unless something depends on it
   * @returns the name of the function that writes an object of a type
   */
  object(
    type: GraphQLObjectType | GraphQLInterfaceType,
    sets: readonly SelectionSetNode[],
  ): string {
    return this.#once('o', type.name, sets, (name) => {
      const fields = collectFields(this.#operation, type, sets);
      if (isInterfaceType(type) && this.#dependsOnType(type, fields, sets))
        return `function ${name}(){return null;}`;
      let body = '';
      let separator = '{';
      for (const [key, field] of fields) {
        const prefix = `${separator}${JSON.stringify(this.#responseNames.get(key) ?? key)}:`;
        separator = ',';
        if (field.name === '__typename') {
          body += `r+=${JSON.stringify(prefix + JSON.stringify(type.name))};`;
        } else if (field.name === '__schema' || field.name === '__type') {
          body += `t=introspected(c,${JSON.stringify(key)});if(t===undefined)return undefined;`;
          body += `r+=${JSON.stringify(prefix)}+t;`;
        } else {
          const definition = type.getFields()[field.name];
          if (!definition) throw new UnsupportedShape('an unknown field');
          body += `v=${readingCode('o', key)};`;
          const place = {
            container: 'o',
            key: JSON.stringify(key),
            prefix,
            of: type.name,
          } as const;
          body += this.#value(definition.type, field.sets, place);
        }
      }
      const end = fields.size === 0 ? '{}' : '}';
      return `function ${name}(o,c,r){let v,t;${body}return r+'${end}';}`;
    });
  }

  /** Whether the fields of an object cannot be told without its own type. */
  #dependsOnType(
    type: GraphQLInterfaceType,
    fields: ReadonlyMap<string, CollectedField>,
    sets: readonly SelectionSetNode[],
  ): boolean {
    if ([...fields.values()].some(({ name }) => name === '__typename')) return true;
    return this.#operation.schema.getPossibleTypes(type).some((possible) => {
      const own = collectFields(this.#operation, possible, sets);
      return (
        own.size !== fields.size || [...own].some(([key, field]) => !isSame(field, fields.get(key)))
      );
    });
  }

  /** Statements that write the value `v`, which may be missing. */
  #value(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: Place): string {
    const { container, key, prefix, of } = place;
    const isNullable = !isNonNullType(type);
    const miss = (problem: Site['problem']) =>
      `c.miss(${container},${key},sites[${String(this.sites.push({ problem, of }) - 1)}]);`;
    const nothing = isNullable ? `r+=${JSON.stringify(`${prefix}null`)};` : 'return;';
    const inner = getNullableType(type);
    const noted = isNullable
      ? container === 'o' && `if(v===undefined)${miss('absent')}`
      : miss('null');
    const absent = `if(v==null){${noted || ''}${nothing}}else `;
    const invalid = `{${miss('invalid')}${nothing}}`;
    if (isLeafType(inner))
      return absent + emitLeaf(inner, prefix, invalid, (used) => this.#enum(used));
    const write = (name: string) =>
      `t=${name}(v,c,r${prefix === '' ? '' : `+${JSON.stringify(prefix)}`});`;
    const add = `if(t===undefined){${nothing}}else r=t;`;
    if (isListType(inner))
      return `${absent}if(!Array.isArray(v))${invalid}else{${write(this.#list(inner, sets))}${add}}`;
    const composite = isAbstractType(inner)
      ? `${write(this.#abstract(inner, sets))}if(t===null){${miss('typename')}${nothing}}else ${add}`
      : `${write(this.object(inner, sets))}${add}`;
    return `${absent}if(typeof v!=='object')${invalid}else{${composite}}`;
  }

  #list(type: GraphQLList<GraphQLOutputType>, sets: readonly SelectionSetNode[]): string {
    return this.#once('l', type.toString(), sets, (name) => {
      const of = getNullableType(type.ofType).toString();
      const body = this.#value(type.ofType, sets, { container: 'a', key: 'i', prefix: '', of });
      return `function ${name}(a,c,r){let v,t;r+='[';for(let i=0;i<a.length;i++){if(i!==0)r+=',';v=a[i];${body}}return r+']';}`;
    });
  }

  /** The function it names returns null if the object is of no type that callers know. */
  #abstract(type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): string {
    return this.#once('a', type.name, sets, (name) => {
      const { schema } = this.#operation;
      const cases = schema
        .getPossibleTypes(type)
        .map((possible) => this.#case(JSON.stringify(possible.name), possible, sets));
      if (isInterfaceType(type)) {
        // A plan does not find out what an object is if the caller asks only for what all of the interface have.
        cases.push(this.#case('undefined', type, sets));
        for (const known of [type, ...schema.getImplementations(type).interfaces])
          cases.push(this.#case(JSON.stringify(known.name), known, sets));
      }
      return `function ${name}(o,c,r){switch(o.__typename){${cases.join('')}}return null;}`;
    });
  }

  #case(
    typename: string,
    type: GraphQLObjectType | GraphQLInterfaceType,
    sets: readonly SelectionSetNode[],
  ): string {
    return `case ${typename}:return ${this.object(type, sets)}(o,c,r);`;
  }

  #enum(type: GraphQLEnumType): string {
    const known = this.#enumNames.get(type);
    if (known !== undefined) return known;
    const name = `enums[${String(this.enums.push(textsOf(type)) - 1)}]`;
    this.#enumNames.set(type, name);
    return name;
  }

  #once(
    kind: string,
    type: string,
    sets: readonly SelectionSetNode[],
    write: (name: string) => string,
  ): string {
    const ids = sets.map((set) => {
      const id = this.#setIds.get(set) ?? this.#setIds.size;
      this.#setIds.set(set, id);
      return id;
    });
    const key = `${kind} ${type} ${ids.join(' ')}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    if (this.#names.size >= functionLimit) throw new UnsupportedShape('too many types');
    const name = `${kind}${String(this.#names.size)}`;
    this.#names.set(key, name);
    this.functions.push(write(name));
    return name;
  }
}

function isSame({ name, sets }: CollectedField, other: CollectedField | undefined): boolean {
  return (
    other?.name === name &&
    other.sets.length === sets.length &&
    sets.every((set) => other.sets.includes(set))
  );
}
