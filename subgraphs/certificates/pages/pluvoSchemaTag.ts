/** Of everything that is cached of Pluvo: bumped when its schema has something again that had been left out. */
export const pluvoSchemaTag = 'pluvo schema';
