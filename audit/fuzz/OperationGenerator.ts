import {
  getNamedType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Operation } from '../Topic.js';
import type { Dice } from './Dice.js';
import { InputGenerator } from './InputGenerator.js';

type Field = GraphQLField<unknown, unknown>;

interface Habits {
  /** Few make fields collide, which is allowed where objects are of different types. */
  readonly aliases: readonly string[];
  readonly alias: number;
  readonly fragment: number;
  readonly fragmentOfAbstract: number;
  readonly directive: number;
  /** That objects of several types are asked for different fields under one name. */
  readonly collision: number;
}

interface Fragment {
  readonly name: string;
  readonly on: GraphQLCompositeType;
  readonly text: string;
}

const aliases = ['a', 'b', 'c', 'd', 'e', '__proto__', 'constructor', 'toString', 'data', 'errors'];

/**
 * Writes one operation by the grammar, for a schema: valid but for fields that collide, which the caller has to find
 * out. All that is chosen comes from the dice.
 */
export class OperationGenerator {
  readonly #dice: Dice;
  readonly #schema: GraphQLSchema;
  readonly #composites: readonly GraphQLCompositeType[];
  readonly #inputs: InputGenerator;
  readonly #fragments: Fragment[] = [];
  /** How likely what is; one and the same for all operations would hardly ever make some of them. */
  readonly #habits: Habits;
  #fieldsLeft: number;

  /** @param known ids and texts for which the world has something. */
  constructor(dice: Dice, schema: GraphQLSchema, known: readonly string[]) {
    this.#dice = dice;
    this.#schema = schema;
    this.#inputs = new InputGenerator(dice, known);
    this.#composites = Object.values(schema.getTypeMap()).filter(
      (type) => isCompositeType(type) && !type.name.startsWith('__'),
    ) as GraphQLCompositeType[];
    // Small ones are planned many times faster, and large ones are no different inside.
    this.#habits = {
      aliases: dice.oneOf([aliases, aliases, [dice.oneOf(aliases)], aliases.slice(0, 3)]),
      alias: dice.oneOf([0.25, 0.25, 0.6]),
      fragment: dice.oneOf([0.12, 0.12, 0.3]),
      fragmentOfAbstract: dice.oneOf([0.4, 0.4, 0.8]),
      directive: dice.oneOf([0, 0.1, 0.1, 0.3]),
      collision: dice.oneOf([0, 0.1, 0.5]),
    };
    this.#fieldsLeft = Math.min(dice.integer(2, 24), dice.integer(2, 24));
  }

  generate(): Operation {
    const query = this.#schema.getQueryType();
    if (!query) throw new TypeError('Expected a schema that can be queried.');
    const mutation = this.#dice.chance(0.5) ? this.#schema.getMutationType() : undefined;
    const kind = mutation ? 'mutation' : 'query';
    const selection = this.#selectionOf(mutation ?? query, this.#dice.integer(2, 6));
    const { definitions, values } = this.#inputs;
    const name = this.#dice.oneOf(['', ' Q', ' __proto__']);
    const given = definitions && `(${definitions})`;
    const head = given || name || mutation ? `${kind}${name}${given} ` : '';
    const fragments = this.#fragments.map(
      (each) => ` fragment ${each.name} on ${each.on.name} ${each.text}`,
    );
    if (this.#dice.chance(0.05)) this.#inputs.spoil();
    return { query: `${head}${selection}${fragments.join('')}`, variables: { ...values } };
  }

  #selectionOf(type: GraphQLCompositeType, depth: number): string {
    const count = this.#dice.integer(1, 4);
    const selections: string[] = [];
    for (let index = 0; index < count; index += 1) {
      if (index > 0 && this.#fieldsLeft <= 0) break;
      selections.push(this.#selection(type, depth));
    }
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    this.#fieldsLeft -= 1;
    const { fragment, fragmentOfAbstract, collision } = this.#habits;
    if (depth > 0 && isAbstractType(type) && this.#dice.chance(collision))
      return this.#collision(type, depth);
    if (depth > 0 && this.#dice.chance(isAbstractType(type) ? fragmentOfAbstract : fragment)) {
      const on = this.#dice.oneOf(this.#overlapping(type));
      if (this.#dice.chance(0.35)) return this.#spread(type, depth);
      const condition = this.#dice.chance(0.1) ? '' : ` on ${on.name}`;
      const inner = condition === '' ? type : on;
      return `...${condition}${this.#directive()} ${this.#selectionOf(inner, depth - 1)}`;
    }
    if (type === this.#schema.getQueryType() && depth > 0 && this.#dice.chance(0.06))
      return this.#field(this.#dice.oneOf([SchemaMetaFieldDef, TypeMetaFieldDef]), depth);
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const possible = fields.filter((field) => depth > 0 || !hasSelection(field));
    if (possible.length === 0 || this.#dice.chance(0.06))
      return `${this.#dice.chance(0.2) ? 't: ' : ''}__typename`;
    return this.#field(this.#dice.oneOf(possible), depth);
  }

  /** Objects of several types asked for different fields under one name: they may be if they are of one shape. */
  #collision(type: GraphQLAbstractType, depth: number): string {
    const possible = this.#schema.getPossibleTypes(type);
    const fieldsOf = (on: GraphQLObjectType) =>
      Object.values(on.getFields()).filter((field) => depth > 1 || !hasSelection(field));
    const fields = possible.flatMap(fieldsOf);
    if (fields.length === 0) return '__typename';
    const shape = shapeOf(this.#dice.oneOf(fields));
    const alias = this.#dice.oneOf(this.#habits.aliases);
    const fragments = possible.flatMap((on) => {
      const alike = fieldsOf(on).filter((field) => shapeOf(field) === shape);
      if (alike.length === 0) return [];
      return [`... on ${on.name} { ${this.#field(this.#dice.oneOf(alike), depth - 1, alias)} }`];
    });
    return fragments.join(' ');
  }

  #field(field: Field, depth: number, alias = this.#alias()): string {
    const args = field.args.flatMap((arg) => {
      if (field === TypeMetaFieldDef && this.#dice.chance(0.8))
        return [`${arg.name}: "${this.#dice.oneOf(Object.keys(this.#schema.getTypeMap()))}"`];
      return isRequiredArgument(arg) || this.#dice.chance(0.6)
        ? [`${arg.name}: ${this.#inputs.write(arg.type, arg.defaultValue !== undefined)}`]
        : [];
    });
    const named = getNamedType(field.type);
    const selection = isCompositeType(named) ? ` ${this.#selectionOf(named, depth - 1)}` : '';
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    const name = alias === undefined ? field.name : `${alias}: ${field.name}`;
    return `${name}${given}${this.#directive()}${selection}`;
  }

  #alias(): string | undefined {
    const { aliases: known, alias } = this.#habits;
    return this.#dice.chance(alias) ? this.#dice.oneOf(known) : undefined;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const overlapping = this.#overlapping(type);
    const known = this.#fragments.filter(({ on }) => overlapping.includes(on));
    if (known.length > 0 && this.#dice.chance(0.5))
      return `...${this.#dice.oneOf(known).name}${this.#directive()}`;
    const on = this.#dice.oneOf(overlapping);
    const text = this.#selectionOf(on, depth - 1);
    // Only now: what is inside must not spread it again.
    const name = `${this.#dice.oneOf(['F', 'constructor', '__proto__'])}${String(this.#fragments.length)}`;
    this.#fragments.push({ name, on, text });
    return `...${name}${this.#directive()}`;
  }

  /** Types that an object of this one may be of as well. */
  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    if (type.name.startsWith('__')) return [type];
    const own = this.#objectsOf(type);
    return this.#composites.filter((other) =>
      this.#objectsOf(other).some((object) => own.includes(object)),
    );
  }

  #objectsOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
  }

  #directive(): string {
    if (!this.#dice.chance(this.#habits.directive)) return '';
    const name = this.#dice.chance(0.5) ? 'skip' : 'include';
    const condition = this.#dice.chance(0.7)
      ? this.#inputs.variable('Boolean!', () => this.#dice.chance(0.5), this.#dice.chance(0.3))
      : String(name === 'include');
    return ` @${name}(if: ${condition})`;
  }
}

function hasSelection({ type }: Field): boolean {
  return isCompositeType(getNamedType(type));
}

/** What two fields have in common that may answer under one name (SameResponseShape of GraphQL, section 5.3.2). */
function shapeOf(field: Field): string {
  const type = String(field.type);
  return hasSelection(field) ? type.replace(getNamedType(field.type).name, '') : type;
}
