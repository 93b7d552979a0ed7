import { isEnumType, type GraphQLEnumType, type GraphQLLeafType } from 'graphql';
import { jsonText } from './jsonText.js';

/**
 * JavaScript that gives the JSON of a leaf value, or undefined if the value is none of its type.
 * @param enumTexts name, in generated code, of a map that holds the JSON of every value of an enum that callers know
 */
export function emitLeaf(
  type: GraphQLLeafType,
  value: string,
  enumTexts: (type: GraphQLEnumType) => string,
): string {
  if (isEnumType(type)) return `${enumTexts(type)}.get(${value})`;
  switch (type.name) {
    case 'Int':
      return `(typeof ${value}==='number'&&(${value}|0)===${value}?''+${value}:undefined)`;
    case 'Float':
      return `(typeof ${value}==='number'&&isFinite(${value})?''+${value}:undefined)`;
    case 'Boolean':
      return `(${value}===true?'true':${value}===false?'false':undefined)`;
    case 'String':
      return `(typeof ${value}==='string'?jsonText(${value}):undefined)`;
    case 'ID':
      return `(typeof ${value}==='string'?jsonText(${value}):Number.isInteger(${value})?'"'+${value}+'"':undefined)`;
    default:
      // A scalar of the graph's own: whatever JSON its subgraph wrote.
      return `JSON.stringify(${value})`;
  }
}

export function textsOf(type: GraphQLEnumType): Map<unknown, string> {
  return new Map(type.getValues().map(({ name }) => [name, jsonText(name)]));
}
