/** Where the document of an item would be; nothing is served there. */
export function documentUrl(itemId: string): string {
  return `https://documents.example.com/certificates/${itemId}.pdf`;
}
