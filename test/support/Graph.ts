import { z } from 'zod';

const bodySchema = z.object({
  data: z.unknown().optional(),
  extensions: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }) }))
    .optional(),
});

export interface GraphAnswer extends z.output<typeof bodySchema> {
  readonly status: number;
  /** The header `Age`, in seconds. */
  readonly age: string | null;
}

/** Asks a graph over HTTP, as a client would. */
export class Graph {
  readonly #endpoint: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#endpoint = `${url}/graphql`;
    this.#headers = headers;
  }

  async ask(query: string, variables: object = {}): Promise<GraphAnswer> {
    return this.post(JSON.stringify({ query, variables }));
  }

  /** Sends any body, also one that is no request. */
  async post(body: string, contentType = 'application/json'): Promise<GraphAnswer> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { 'content-type': contentType, ...this.#headers },
      body,
    });
    return {
      ...bodySchema.parse(await response.json()),
      status: response.status,
      age: response.headers.get('age'),
    };
  }

  /** The data of an answer without errors, in the shape that is expected. */
  async data<Shape extends z.ZodType>(
    shape: Shape,
    query: string,
    variables: object = {},
  ): Promise<z.output<Shape>> {
    const { data, errors } = await this.ask(query, variables);
    if (errors) throw new Error(`Expected no errors, got ${JSON.stringify(errors)}`);
    return shape.parse(data);
  }
}
