import { isEnumType, type GraphQLEnumType, type GraphQLLeafType } from 'graphql';
import { jsonText } from './jsonText.js';

/**
 * JavaScript that adds the JSON of a leaf value `v` to the text `r`.
 * @param prefix text to write before it
 * @param invalid JavaScript for a value that is none of its type
 * @param enumTexts name, in generated code, of a map that holds the JSON of every value of an enum that callers know
 */
export function emitLeaf(
  type: GraphQLLeafType,
  prefix: string,
  invalid: string,
  enumTexts: (type: GraphQLEnumType) => string,
): string {
  const before = prefix === '' ? '' : `${JSON.stringify(prefix)}+`;
  const isString = `if(typeof v==='string'){${stringCode(prefix)}}`;
  const added = (condition: string, text: string) =>
    `if(${condition})r+=${before}${text};else ${invalid}`;
  if (isEnumType(type)) return `{t=${enumTexts(type)}.get(v);${added('t!==undefined', 't')}}`;
  switch (type.name) {
    case 'Int':
      return added(`typeof v==='number'&&(v|0)===v`, 'v');
    case 'Float':
      return added(`typeof v==='number'&&isFinite(v)`, 'v');
    case 'Boolean':
      return added(`typeof v==='boolean'`, 'v');
    case 'String':
      return `${isString}else ${invalid}`;
    case 'ID':
      return `${isString}else ${added('Number.isInteger(v)', `'"'+v+'"'`)}`;
    default:
      // A scalar of the graph's own: whatever JSON its subgraph wrote.
      return `{t=JSON.stringify(v);${added('t!==undefined', 't')}}`;
  }
}

/** Where nothing needs to be escaped, nothing needs to be looked at. */
function stringCode(prefix: string): string {
  const before = prefix === '' ? '' : `${JSON.stringify(prefix)}+`;
  return `if(c.isPlain){r+=${JSON.stringify(`${prefix}"`)};r+=v;r+='"';}else r+=${before}jsonText(v);`;
}

export function textsOf(type: GraphQLEnumType): Map<unknown, string> {
  return new Map(type.getValues().map(({ name }) => [name, jsonText(name)]));
}
