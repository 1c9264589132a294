/** The token repeated itself: reading on would never end, stopping would leave a part out. */
export class RepeatedPageTokenError extends Error {
  override readonly name = "RepeatedPageTokenError";
  readonly code = "E_PAGE_TOKEN_REPEATED";
}

/**
 * All pages of a list. The token alone tells whether there are more: a page may be empty, and
 * `Truncated` or `IsTruncated` is no substitute for it.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
 */
export async function readPages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | undefined,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await read(token);
    pages.push(page);
    token = nextToken(page) || undefined;
    if (token !== undefined && seen.has(token)) {
      throw new RepeatedPageTokenError(`page ${pages.length} names a page that was already read`);
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return pages;
}
